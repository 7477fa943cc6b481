"""A problem from the template works as it is, and nothing that exists is overwritten."""

import shutil
import subprocess
import sys

import pytest

from authoring.new_problem import write_problem
from bank import entries
from examples import students
from examples.students import hand_in
from grading.course import answers, notebooks
from grading.course.notebooks import ROOT, assignments, code_cells, grade_cells, read_notebooks
from grading.release.cases import in_a_process
from tests.course import Course, outputs
from tests.homeworks import needs

NEW = ("hw13", "problem1_isolation")


def preambles(root, name):
    return {code_cells(nb)[0].source for nb in read_notebooks(root / "source" / name).values()}


def files(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("chosen", "problem", "said"),
    [
        ("", "", "ASSIGNMENT=hw13 PROBLEM=problem1_pulls"),
        ("hw13", "", "ASSIGNMENT=hw13 PROBLEM=problem1_pulls"),
        ("../hw13", "problem1_pulls", "such as hw13, not '../hw13'"),
        ("hw13", "pulls", "such as problem1_pulls, not 'pulls'"),
        ("hw13", "problem6_pulls", "problem1_ to problem5_"),
        ("hw13", "problem1_Pulls", "small letters"),
        ("hw9", "problem1_pulls", "source/hw9/problem1_isolation.ipynb is there already"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_one_sentence(tmp_path, chosen, problem, said):
    write_problem("hw9", "problem1_isolation", tmp_path)
    before = files(tmp_path)
    with pytest.raises(ValueError) as refusal:
        write_problem(chosen, problem, tmp_path)
    assert said in str(refusal.value) and "\n" not in str(refusal.value)
    assert files(tmp_path) == before


def test_nothing_is_written_twice(tmp_path):
    write_problem(*NEW, tmp_path)
    with pytest.raises(ValueError, match=r"problem1_isolation\.ipynb is there already"):
        write_problem("hw13", "problem1_other", tmp_path)
    with pytest.raises(ValueError, match="has a function isolation_scores already"):
        write_problem("hw13", "problem2_isolation", tmp_path)
    (tmp_path / "source" / "hw13" / "problem1_isolation.ipynb").unlink()
    with pytest.raises(ValueError, match=r"bank/hw13/problem1 is there already"):
        write_problem(*NEW, tmp_path)


def test_a_new_problem_has_the_preamble_and_the_title_of_its_assignment(tmp_path):
    needs("hw11")
    shutil.copytree(ROOT / "source" / "hw11", tmp_path / "source" / "hw11")
    (tmp_path / "source" / "hw11" / "problem5_thresholds.ipynb").unlink()
    (written, *_) = write_problem("hw11", "problem5_pulls", tmp_path)
    assert preambles(tmp_path, "hw11") == preambles(ROOT, "hw11")
    title = read_notebooks(written.parent)["problem5_pulls"].cells[0].source
    assert title.startswith(
        "# Problem 5 · Pulls\n\n**Unsupervised learning and anomaly detection**"
    )


def test_the_first_problem_of_an_assignment_has_the_preamble_of_homework_12(tmp_path):
    needs("hw12")
    write_problem(*NEW, tmp_path)
    assert preambles(tmp_path, "hw13") == preambles(ROOT, "hw12")


def test_a_problem_may_be_the_first_of_its_assignment_in_the_course_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks, "ROOT", tmp_path)
    assert all(path.exists() for path in write_problem(*NEW, tmp_path))


def test_no_word_of_the_template_is_left(tmp_path):
    for path in write_problem(*NEW, tmp_path):
        text = path.read_text()
        assert not any(word in text for word in ("topic_scores", "NUMBER", "TITLE", "SERIES"))


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the course and its tests with a new problem, released and graded."""
    course = Course.copy_to(tmp_path_factory.mktemp("course"))
    for name in assignments():  # what is not needed to grade it
        shutil.rmtree(course.root / "release" / name)
        shutil.rmtree(course.root / "source" / name)
    ignored = shutil.ignore_patterns("__pycache__", *assignments())
    for name in ("tests", "examples", "bank", "authoring"):
        shutil.copytree(ROOT / name, course.root / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", course.root)
    (written, *_) = write_problem(*NEW, course.root)
    in_a_process(written.parent, "--write").check_returncode()
    result = course.run("generate_assignment", NEW[0])
    assert result.returncode == 0, result.stdout

    with pytest.MonkeyPatch.context() as patch:
        for module in (answers, students):
            patch.setattr(module, "ROOT", course.root)
        patch.setattr(notebooks, "ROOT", course.root)
        patch.setattr(entries, "FOLDERS", (course.root / "bank",))
        course.bank = entries.entries(NEW[0])
        released = read_notebooks(course.root / "release" / NEW[0])
        handed_in = {"stub": (NEW[1], released[NEW[1]])}
        handed_in["reference"] = answers.fill_in(NEW[0], "problem1")
        handed_in |= {e.student: answers.fill_in(NEW[0], e.problem, e.cells) for e in course.bank}
        for student, (name, notebook) in handed_in.items():
            hand_in(course.root / "submitted", student, NEW[0], {name: notebook})
    result = course.run("autograde", NEW[0])
    assert result.returncode == 0, result.stdout
    return course


@pytest.mark.slow
def test_the_reference_of_a_new_problem_earns_full_points_and_its_stub_none(copy):
    assert copy.scores(NEW[0], "reference") == {"isolation_scores_add_squared_pulls": (20, 20)}
    assert copy.scores(NEW[0], "stub") == {"isolation_scores_add_squared_pulls": (0, 20)}


@pytest.mark.slow
def test_the_answers_in_the_bank_of_a_new_problem_lose_what_they_say(copy):
    assert [entry.kind for entry in copy.bank] == ["right", "wrong", "wrong", "wrong"]
    for entry in copy.bank:
        assert copy.lost(NEW[0], entry.student, NEW[1]) == entry.fails
        (notebook,) = copy.autograded(NEW[0], entry.student).values()
        (check,) = grade_cells(notebook)
        told = " ".join(error.evalue for error in outputs(check, "error"))
        assert all(words in " ".join(told.split()) for words in entry.says), told


@pytest.mark.slow
def test_the_other_tests_find_a_new_problem_and_name_what_is_missing(copy):
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "hw13"]
        + ["tests/test_source.py", "tests/test_release.py", "-m", "not slow"],
        cwd=copy.root,
        stdout=subprocess.PIPE,
        text=True,
    )
    failed = [line for line in result.stdout.split("\n") if line.startswith("FAILED")]
    assert len(failed) == 1 and "test_an_assignment_has_five_problems" in failed[0], result.stdout
    assert "make problem ASSIGNMENT=hw13 PROBLEM=problem2_topic" in result.stdout
