"""The steps that this course adds to nbgrader's pipelines, one by one."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grading.execute import cells_of
from grading.solutions import NameStubs, UnwrapSolutions, enclosing_name
from grading.submission import Cell

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
