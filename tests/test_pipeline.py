"""The steps that this course adds to nbgrader's pipelines, one by one."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.intake import reading_problem
from grading.solutions import NameStubs, UnwrapSolutions, enclosing_name

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


def test_a_notebook_that_can_be_read_has_no_problem(tmp_path):
    path = tmp_path / "fine.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("hello")]), path)
    assert reading_problem(path) is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not JSON"),
        (b'{"cells": [', "not JSON"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        (b"[]", "not a notebook"),
        (b"{}", "not a notebook"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "not a notebook"),
    ],
)
def test_a_damaged_file_is_described_in_words(tmp_path, content, reason):
    path = tmp_path / "damaged.ipynb"
    path.write_bytes(content)
    assert reason in reading_problem(path)


def test_a_damaged_cell_is_named_by_its_number(tmp_path):
    path = tmp_path / "damaged.ipynb"
    cells = [{"cell_type": "markdown", "metadata": {}, "source": text} for text in ("fine", 5)]
    path.write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells})
    )
    assert reading_problem(path) == "its cell 2 is damaged"


def test_a_file_that_is_not_there_is_described_in_words(tmp_path):
    assert "No such file" in reading_problem(tmp_path / "absent.ipynb")
