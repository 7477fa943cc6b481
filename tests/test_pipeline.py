"""The steps that this course adds to nbgrader's pipelines, one by one."""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grading.execute import cells_of, declared
from grading.solutions import NameStubs, UnwrapSolutions, enclosing_name
from grading.submission import Cell
from tests.notebooks import grade_id, locked_cells, read_notebook
from tests.tiny_course import ASSIGNMENT, TINY, hand_in, tiny_course

STUB = 'raise NotImplementedError("{function} is not written yet")'


def solution_cell(source):
    return new_code_cell(source, metadata={"nbgrader": {"solution": True, "grade": False}})


def test_a_stub_gets_the_name_of_its_function():
    cell = solution_cell(f"def fit(X):\n    {STUB}\n\n\ndef apply(X):\n    {STUB}")
    NameStubs().preprocess_cell(cell, {}, 0)
    assert '"fit is not written yet"' in cell.source
    assert '"apply is not written yet"' in cell.source


def test_a_method_is_named_with_its_class():
    source = "class AutoEncoder:\n    def forward(self, x):\n        pass"
    assert enclosing_name(source, 3) == "AutoEncoder.forward"
    assert enclosing_name(source, 1) == "AutoEncoder"


def test_a_solution_outside_of_a_function_is_refused_with_a_reason():
    with pytest.raises(ValueError, match="inside a function or class"):
        enclosing_name("x = 1\ny = 2", 2)


def test_unwrapping_keeps_the_solution_and_drops_the_markers():
    cell = solution_cell("def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION")
    UnwrapSolutions().preprocess_cell(cell, {}, 0)
    assert cell.source == "def f():\n    return 1"


def grade_cell(grade_id, source):
    metadata = {"grade": True, "solution": False, "grade_id": grade_id}
    return new_code_cell(source, metadata={"nbgrader": metadata})


def test_a_judge_runs_no_text_but_the_gradebooks():
    cells = [grade_cell("known", "mine"), grade_cell("unknown", "evil"), new_code_cell("own")]
    judged = cells_of(new_notebook(cells=cells), {"known": "the instructor's"})
    assert judged == (Cell("the instructor's", True), Cell("evil", False), Cell("own", False))


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
    assert course.run("generate_assignment", ASSIGNMENT).returncode == 0
    hand_in(course, "ada")
    result = course.run("autograde", ASSIGNMENT)
    assert result.returncode != 0 and "preamble of the source notebook fails" in result.stdout
    assert not (course.root / "autograded" / "ada" / ASSIGNMENT).exists()

    nbformat.write(whole, path)
    assert course.run("generate_assignment", ASSIGNMENT).returncode == 0
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
