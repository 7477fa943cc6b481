"""The steps that this course adds to nbgrader's pipelines, one by one."""

import re
import shutil
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.adapters.execute import JudgedExecute
from grading.adapters.solutions import NamedStubs, UnwrapSolutions
from grading.course.gradecell import grade_id
from grading.course.names import declared
from grading.course.notebooks import locked_cells, read_notebook
from grading.course.solutions import enclosing_name
from grading.engine.outcomes import ReferenceFailed
from grading.engine.results import RunResult
from grading.engine.run import Cell
from grading.engine.setting import NEVER, Setting
from grading.records.parts import Parts, cells_of, without_figures
from tests.own_course import ASSIGNMENT, check, known, marked, solution
from tests.tiny import TINY, hand_in, tiny_course

STUB = 'raise NotImplementedError("{function} is not written yet")'
REGION = "### BEGIN SOLUTION\n{indent}pass\n{indent}### END SOLUTION"


def stubbed(source, cell_type=new_code_cell):
    """What students get of a solution cell in which ``@`` stands for a marked solution."""
    lines = []
    for line in source.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        lines.append(line.replace("@", REGION.format(indent=indent)))
    cell = solution("sketch", "\n".join(lines), cell_type)
    NamedStubs(code_stub={"python": STUB}).preprocess_cell(cell, {"language": "python"}, 0)
    return cell.source


def missing(source):
    """What the stubs of a cell say is missing, in order."""
    return re.findall(r'NotImplementedError\("(.*) is not written yet"\)', stubbed(source))


def test_a_stub_gets_the_name_of_its_function():
    assert missing("def fit(X):\n    @\n\n\ndef apply(X):\n    @") == ["fit", "apply"]


def test_a_method_and_a_function_inside_are_named_with_what_is_around_them():
    assert missing("class AutoEncoder:\n    def forward(self, x):\n        @") == [
        "AutoEncoder.forward"
    ]
    assert missing("def outer():\n    if True:\n        def inner():\n            @") == [
        "outer.inner"
    ]
    assert missing("class AutoEncoder:\n    @") == ["AutoEncoder"]
    assert missing("try:\n    pass\nexcept ValueError:\n    async def fit():\n        @") == ["fit"]


def test_a_stub_outside_of_a_function_gets_the_name_of_its_cell():
    assert missing("x = 1\n@\ny = 2\n@") == ["cell sketch", "cell sketch"]
    assert missing("if x:\n    @") == ["cell sketch"]


def test_a_stub_amid_lines_for_ipython_is_named_and_one_in_no_python_gets_its_cells_name():
    assert missing("%matplotlib inline\n!ls\ndef draw():\n    %time 1\n    @") == ["draw"]
    assert missing("%%time\ndef draw():\n    @") == ["draw"]
    assert missing("%%bash\nif true; then\n@\nfi") == ["cell sketch"]
    assert missing("def broken(:\n    @") == ["cell sketch"]


def test_a_solution_cell_without_markers_becomes_a_stub_with_the_name_of_the_cell():
    assert missing("x = 1") == ["cell sketch"]


def test_the_authors_own_braces_and_a_solution_in_words_stay_as_they_are():
    own = 'def show(function):\n    print(f"{function} is called")\n    @'
    assert 'print(f"{function} is called")' in stubbed(own)
    assert stubbed("before\n\n@\n\nafter", new_markdown_cell) == (
        "before\n\nYOUR ANSWER HERE\n\nafter"
    )


def test_a_line_outside_of_every_function_has_no_enclosing_name():
    assert enclosing_name("def f():\n    pass\ny = 2", 3) == ""


def test_unwrapping_keeps_the_solution_and_drops_the_markers():
    cell = solution("sketch", marked("return 1", "def f():"))
    UnwrapSolutions().preprocess_cell(cell, {}, 0)
    assert cell.source == "def f():\n    return 1"


def test_unwrapping_keeps_solutions_outside_of_functions_and_in_words():
    cell = solution("sketch", "%time\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\nprint(x)")
    UnwrapSolutions().preprocess_cell(cell, {}, 0)
    assert cell.source == "%time\nx = 1\nprint(x)"
    words = "<!-- BEGIN SOLUTION -->\nTwo.\n<!-- END SOLUTION -->"
    cell = solution("sketch", words, new_markdown_cell)
    UnwrapSolutions().preprocess_cell(cell, {}, 0)
    assert cell.source == "Two."


def parts(checks, figures=()):
    """What a gradebook knows of a notebook."""
    return Parts("", (), checks=checks, released={}, figures=frozenset(figures))


def test_a_judge_runs_no_text_but_the_gradebooks():
    cells = [check("known", "mine"), check("unknown", "evil"), new_code_cell("own")]
    judged = cells_of(new_notebook(cells=cells), parts({"known": "the instructor's"}))
    asked = Cell("the instructor's", True, setting=Setting(hidden=NEVER))
    assert judged == (asked, Cell("evil", False), Cell("own", False))


def test_no_student_makes_a_cell_one_that_is_only_displayed():
    cells = [
        known(new_code_cell("draw()"), "figure", locked=True),
        known(new_code_cell("mine()"), "figure_of_mine", locked=True),
        known(new_code_cell("open()"), "figure", locked=False),
    ]
    notebook, known_parts = new_notebook(cells=cells), parts({}, ["figure"])
    found = without_figures(notebook, cells_of(notebook, known_parts), known_parts)
    assert [cell.only_displayed for cell in found] == [True, False, False]


def test_a_cell_defines_names_also_amid_lines_for_ipython_and_a_text_defines_none():
    assert declared("%%time\n!ls\ndef f():\n    %timeit 1\nclass G: pass") == ["f", "G"]
    assert declared("def f(a):\n    return (\n        a\n        % 2\n        != 1\n    )") == ["f"]
    assert declared("YOUR ANSWER HERE") == []


@pytest.mark.slow
def test_grading_that_had_to_stop_leaves_nobody_half_graded(tmp_path):
    course = tiny_course(tmp_path / "course")
    path = course.root / "source" / ASSIGNMENT / f"{next(iter(TINY))}.ipynb"
    whole = read_notebook(path)
    broken = read_notebook(path)
    (preamble,) = [cell for cell in locked_cells(broken) if grade_id(cell) == "preamble"]
    preamble.source = "1 / 0"
    nbformat.write(broken, path)
    course.generate()
    hand_in(course, "ada")
    result = course.run("autograde", ASSIGNMENT)
    assert result.returncode != 0 and "preamble of the source notebook fails" in result.stdout
    assert not (course.root / "autograded" / "ada" / ASSIGNMENT).exists()

    nbformat.write(whole, path)
    course.generate()
    assert course.run("autograde", ASSIGNMENT).returncode == 0
    assert course.lost(ASSIGNMENT, "ada", path.stem) == set()


@pytest.mark.slow
def test_an_assignment_that_nobody_handed_in_is_said_and_is_no_error(tmp_path):
    course = tiny_course(tmp_path / "course")
    shutil.copytree(course.root / "release" / ASSIGNMENT, course.root / "release" / "other")
    (course.root / "submitted" / "ada" / "other").mkdir(parents=True)
    result = course.run("autograde", ASSIGNMENT)
    assert result.returncode == 0, result.stdout
    assert f"{ASSIGNMENT}: nothing was handed in yet." in result.stdout
    assert course.run("autograde", ASSIGNMENT, "--student=ada").returncode == 1
    assert course.run("autograde", "hw99").returncode == 1
    (course.root / "submitted" / "ada" / "homework12").mkdir()
    assert course.run("autograde", ASSIGNMENT).returncode == 1


class RecordedRuns:
    """Runs that know one notebook, and keep what they are told."""

    def __init__(self, announced):
        self.known, self.forgotten = announced, False

    def announced(self, key):
        assert key == ("ada", ASSIGNMENT, "problem1")
        return self.known

    def forget(self):
        self.forgotten = True

    def finish(self, key, work, kind):
        return None


@pytest.mark.parametrize("arrives", ["x = 1", "x = 2"])
def test_a_notebook_that_is_not_as_it_was_announced_runs_as_it_arrives_and_the_log_says_so(
    monkeypatch, caplog, arrives
):
    runs = RecordedRuns(SimpleNamespace(cells=(Cell("x = 1", False),)))
    step = JudgedExecute()
    monkeypatch.setattr(step, "runs", runs)
    monkeypatch.setattr(step, "work_on", lambda *_: None)
    monkeypatch.setattr(step, "assignment_parts", lambda resources: parts({}))
    where = {"student": "ada", "assignment": ASSIGNMENT, "notebook": "problem1"}
    notebook = new_notebook(cells=[new_code_cell(arrives)])
    with caplog.at_level("WARNING"):
        step.run_of(notebook, {"nbgrader": where})
    assert runs.forgotten == (arrives != "x = 1") == ("are not those" in caplog.text)


def test_a_reference_that_fails_is_told_in_the_log(monkeypatch, caplog):
    step = JudgedExecute()
    failure = ReferenceFailed("hw1/problem1", "KeyError: 'a'")
    found = RunResult([], [], {}, no_reference=failure)
    monkeypatch.setattr(step, "run_of", lambda *_: (SimpleNamespace(cells=()), found))
    with caplog.at_level("WARNING"):
        step.preprocess(new_notebook(), {})
    assert "not judged again where earlier ones failed: KeyError: 'a'" in caplog.text
