"""One notebook is graded from its file, as autograde grades it, and nothing is booked."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell

from grading.course.answers import AnswerFile, fill_in
from grading.course.gradecell import grade_id, hidden_lines
from grading.course.notebooks import ROOT
from grading.intake.cells import Released
from grading.intake.notes import NotebookRefused
from grading.intake.onefile import refuse_what_is_no_file, which
from grading.outputs.feedback.data import text_of
from grading.outputs.feedback.grades import of_notebook
from grading.outputs.feedback.message import message
from tests.course import Course
from tests.homeworks import needs
from tests.own_course import (
    ASSIGNMENT,
    check,
    in_words,
    notebook_of,
    solution,
)
from tests.tiny import RIGHT, TINY, WRONG, hand_in, solved, tiny_course

FIRST, _ = TINY
#: Needs a file that its student wrote.
BESIDE = "from own import one\n\n\ndef {function}(x):\n    return one * ({value})"
WORKFLOW = ROOT / "docs" / "grade_on_github.yml"


# --- Which file, and which notebook --------------------------------------------------------------


def known(**functions):
    """Released notebooks by name, each of which asks for some functions."""
    return {
        name: Released(
            notebook_of(
                *(solution(one, f"def {one}(x):\n    raise NotImplementedError") for one in asked),
                *(check(f"{one}_is_right", f"assert {one}(1)") for one in asked),
                name=name,
            )
        )
        for name, asked in functions.items()
    }


def saved(path, *functions):
    """The file of a notebook that defines some functions."""
    cells = [new_code_cell(f"def {one}(x):\n    return x") for one in functions]
    nbformat.write(notebook_of(*cells, name="other"), path)
    return path


def test_a_notebook_is_known_by_its_name_and_else_by_what_it_defines(tmp_path):
    released = known(first=["double", "half"], second=["third"])
    assert which(saved(tmp_path / "My Second (2).ipynb", "double"), released) == "second"
    assert which(saved(tmp_path / "upload_4711", "third"), released) == "second"
    assert which(saved(tmp_path / "upload_4712", "half"), released) == "first"


def test_a_file_that_could_be_several_notebooks_or_none_is_refused_with_their_names(tmp_path):
    released = known(first=["double"], second=["half"])
    with pytest.raises(NotebookRefused, match="could be any of these: first, second") as refused:
        which(saved(tmp_path / "both.ipynb", "double", "half"), released)
    assert "--notebook=first" in str(refused.value)
    with pytest.raises(NotebookRefused, match=r"less than half .*\(first, second\)"):
        which(saved(tmp_path / "neither.ipynb", "other"), released)
    assert which(tmp_path / "neither.ipynb", known(first=["double"])) == "first"


def test_a_file_behind_a_link_is_not_taken_since_it_could_lead_to_the_solutions(tmp_path):
    solutions = tmp_path / "solutions"
    solutions.mkdir()
    file = saved(solutions / "first.ipynb", "double")
    refuse_what_is_no_file(file)
    (tmp_path / "handed.ipynb").symlink_to(file)
    (tmp_path / "handed").symlink_to(solutions)
    for path in (tmp_path / "handed.ipynb", tmp_path / "handed" / "first.ipynb"):
        with pytest.raises(NotebookRefused, match="links are not followed") as refused:
            refuse_what_is_no_file(path)
        assert str(file) in str(refused.value)
    for path, found in ((solutions, "a folder"), (tmp_path / "no.ipynb", "no file there")):
        with pytest.raises(NotebookRefused, match=f"found {found}"):
            refuse_what_is_no_file(path)


def test_what_a_person_gives_points_for_is_counted_apart_from_what_checks_give():
    notebook = notebook_of(check("checked", "pass", 2), in_words("essay", "Because.", 3))
    grades = of_notebook("first", notebook)
    assert (grades.points, grades.possible, grades.to_come) == (2, 5, 3)


# --- The command ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A fresh clone: a source, and nothing that was made of it; with handed-in files beside."""
    course = tiny_course(
        tmp_path_factory.mktemp("gradefile") / "course", more=[in_words("why", "Why?")]
    )
    course.handed = course.root / "handed in"
    course.handed.mkdir()
    for name, answer in (("problem1_tiny (2)", RIGHT), (FIRST, WRONG), ("upload", BESIDE)):
        nbformat.write(solved(course, FIRST, answer), course.handed / f"{name}.ipynb")
    course.graded = compared(course)
    for name in ("release", "submitted", "autograded", "receipts"):
        shutil.rmtree(course.root / name)
    for path in (*course.root.glob("gradebook.db*"), *course.root.glob("results.db*")):
        path.unlink()
    return course


def compared(course):
    """What ``nbgrader autograde`` says of the wrong notebook: points and messages by cell."""
    hand_in(course, "ada", WRONG, None)
    result = course.grade()
    assert result.returncode == 0, result.stdout
    points = course.scores(ASSIGNMENT, "ada")
    told = {}
    for cell in course.autograded(ASSIGNMENT, "ada")[FIRST].cells:
        said = message(cell, hidden_lines(cell.source))
        told[grade_id(cell)] = text_of(said) if said else ""
    return {name: (points[name], told[name]) for name in told if name in points}


def gradefile(course, *arguments):
    """Call the command; returns its exit status, its result, and what it says beside it."""
    done = subprocess.run(
        [sys.executable, "-m", "grading.adapters.gradefile", *map(str, arguments)],
        cwd=course.root,
        capture_output=True,
        text=True,
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


@pytest.mark.slow
def test_a_notebook_of_another_name_is_graded_in_a_fresh_clone_and_nothing_is_written(course):
    def there():
        return {p: d for p, d in course.files(".").items() if p.suffix not in (".log", ".pyc")}

    before = there()
    status, result, said = gradefile(course, ASSIGNMENT, course.handed / "problem1_tiny (2).ipynb")
    assert (status, said) == (0, "")
    assert (result["assignment"], result["notebook"]) == (ASSIGNMENT, FIRST)
    assert (result["points"], result["max_points"]) == (4, 7)
    assert (result["by_hand"], result["points_by_hand"]) == (False, 0)
    assert "The file is named `problem1_tiny (2).ipynb`" in result["repaired"][0]
    assert result["account"]["seconds"] > 0 and result["stopped"] == []
    assert there() == before


@pytest.mark.slow
def test_points_and_messages_are_those_of_autograde_and_hidden_tests_stay_hidden(course):
    status, result, _ = gradefile(course, ASSIGNMENT, course.handed / f"{FIRST}.ipynb")
    assert status == 0
    tasks = {task["grade_id"]: task for task in result["tasks"]}
    assert tasks.keys() == course.graded.keys()
    for name, ((points, most), told) in course.graded.items():
        task = tasks[name]
        assert (task["points"], task["max_points"], task["message"]) == (points, most, told)
    assert tasks["double_of_6"]["outcome"] == "error" and tasks["why"]["outcome"] == "unwritten"
    assert tasks["double_of_6"]["name"] == "double" and tasks["double_of_6"]["section"]
    assert "(60)" not in json.dumps(result)


@pytest.mark.slow
def test_a_workflow_can_fail_below_some_points_and_has_the_result_all_the_same(course):
    file = course.handed / f"{FIRST}.ipynb"
    status, result, _ = gradefile(course, ASSIGNMENT, file, "--fail-below=0.5")
    assert (status, result["points"]) == (1, 0)
    status, result, said = gradefile(course, ASSIGNMENT, file, "--fail-below=7")
    assert (status, result) == (2, None)
    assert "Expected --fail-below with up to 4 points, which the checks of" in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Expected an assignment and a notebook, as in: python -m"),
        (["ps2", "a.ipynb"], "There is no assignment ps2 in source/. Expected one of these: ps1."),
        ([ASSIGNMENT, "a.ipynb"], "Expected a notebook at a.ipynb, found no file there."),
        ([ASSIGNMENT, "a.ipynb", "--notebook=p9"], "There is no notebook p9 in ps1."),
        ([ASSIGNMENT, "a.ipynb", "--notebok=p9"], "there is no option --notebok, perhaps notebook"),
        ([ASSIGNMENT, "a.ipynb", "--fail-below=many"], "expected a float"),
        ([ASSIGNMENT, "damaged.ipynb"], "damaged.ipynb could not be read: the text is not JSON"),
        ([ASSIGNMENT, "notes.pdf"], "notes.pdf could not be read: it is a PDF."),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(course, arguments, sentence):
    text = (course.handed / f"{FIRST}.ipynb").read_text()
    (course.root / "damaged.ipynb").write_text(text[: len(text) // 2])
    (course.root / "notes.pdf").write_bytes(b"%PDF-1.7 Answers")
    status, result, said = gradefile(course, *arguments)
    assert (status, result) == (2, None)
    # traitlets warns of an unknown option before the course can say so.
    *warnings, last = said.splitlines()
    assert sentence in last and all("Unrecognized alias" in line for line in warnings)


@pytest.mark.slow
def test_what_lies_beside_a_notebook_is_there_only_where_that_is_asked_for(course, tmp_path):
    upload = tmp_path / "upload.bin"
    shutil.copy(course.handed / "upload.ipynb", upload)
    (tmp_path / "own.py").write_text("one = 1\n")
    status, alone, _ = gradefile(course, ASSIGNMENT, upload)
    assert (status, alone["points"]) == (0, 0)
    status, beside, _ = gradefile(course, ASSIGNMENT, upload, "--beside", f"--notebook={FIRST}")
    assert (status, beside["points"], beside["repaired"]) == (0, 4, [])


@pytest.mark.slow
def test_a_notebook_of_homework_11_loses_what_its_mistake_costs_and_is_told_the_cause(tmp_path):
    needs("hw11")
    course = Course.copy_to(tmp_path)
    shutil.rmtree(tmp_path / "release")
    answer = AnswerFile(ROOT / "bank" / "hw11" / "problem3" / "wrong_lower_tail.py")
    name, notebook = fill_in(answer.assignment, answer.problem, answer.cells)
    nbformat.write(notebook, tmp_path / "mine.ipynb")
    status, result, said = gradefile(course, "hw11", "mine.ipynb")
    assert (status, result["notebook"]) == (0, name), said
    lost = [task for task in result["tasks"] if task["points"] < task["max_points"]]
    assert {task["grade_id"] for task in lost} == answer.fails
    assert all(words in lost[0]["message"] for words in answer.says)
    assert lost[0]["outcome"] == "wrong" and lost[0]["message"].startswith("Expected: ")


# --- The workflow --------------------------------------------------------------------------------


def workflow_step():
    """The workflow, and that step of it which grades."""
    workflow = yaml.safe_load(WORKFLOW.read_text())
    steps = workflow["jobs"]["grade"]["steps"]
    (step,) = [one for one in steps if "grading.adapters.gradefile" in one.get("run", "")]
    return workflow, step


def test_the_example_for_github_uses_the_inputs_that_it_declares():
    workflow, step = workflow_step()
    declared = workflow[True]["workflow_dispatch"]["inputs"]  # YAML takes "on" for yes
    used = re.findall(r"\$\{\{ inputs\.(\w+) \}\}", WORKFLOW.read_text())
    assert set(used) == declared.keys()
    # What somebody gives is never part of a command.
    assert not any("${{" in one.get("run", "") for one in workflow["jobs"]["grade"]["steps"])
    assert set(re.findall(r"\$(\w+)", step["run"])) == step["env"].keys()


@pytest.mark.slow
def test_the_command_of_the_example_for_github_grades(course):
    _, step = workflow_step()
    shutil.copytree(course.handed, course.root / "handed_in")
    given = {"assignment": ASSIGNMENT, "notebook": f"{FIRST}.ipynb", "fail_below": "4"}
    values = {
        name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: given[found[1]], text)
        for name, text in step["env"].items()
    }
    here = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]], cwd=course.root, env=os.environ | values | {"PATH": here}
    )
    assert done.returncode == 1
    result = json.loads((course.root / "result.json").read_text())
    assert (result["notebook"], result["points"]) == (FIRST, 0)
