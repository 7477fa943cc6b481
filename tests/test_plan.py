"""What a run has to do about a submission, found out without a run."""

import pytest
from nbformat.v4 import new_markdown_cell
from nbgrader.coursedir import CourseDirectory

from grading.autograde.plan import Planned, Planner, present_solutions
from grading.records.receipts import Receipt, receipt_path
from tests.own_course import ASSIGNMENT, check, marked, solution, write

NAME = "problem1_double"


@pytest.fixture
def course(tmp_path):
    """The folders of a course with one source notebook."""
    write_source(tmp_path)
    return CourseDirectory(root=str(tmp_path), assignment_id=ASSIGNMENT)


def write_source(root, value="2 * x", text="Double", claim="double(3) == 6"):
    cells = [
        new_markdown_cell(text),
        solution("double", marked(f"return {value}")),
        check("double_of_3", f"assert {claim}"),
    ]
    write(root / "source" / ASSIGNMENT / f"{NAME}.ipynb", *cells)


def test_only_another_solution_is_another_one(course, tmp_path):
    before = present_solutions(course, ASSIGNMENT)
    assert list(before) == [NAME]
    write_source(tmp_path, text="Double a number", claim="double(4) == 8")
    assert present_solutions(course, ASSIGNMENT) == before
    write_source(tmp_path, value="x + x")
    assert present_solutions(course, ASSIGNMENT) != before


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"cells": 3, "nbformat": 4}'])
def test_a_source_that_cannot_be_read_has_no_solutions_that_could_have_changed(
    course, tmp_path, text
):
    (tmp_path / "source" / ASSIGNMENT / f"{NAME}.ipynb").write_text(text)
    assert present_solutions(course, ASSIGNMENT) == {}


@pytest.mark.parametrize(
    ("graded_with", "force", "outdated"),
    [("", False, []), ("now", False, []), ("earlier", False, [NAME]), ("earlier", True, [])],
)
def test_graded_work_is_said_where_solutions_have_changed_since_and_it_stays_as_it_is(
    course, tmp_path, graded_with, force, outdated
):
    planner = Planner.__new__(Planner)
    planner.course, planner.force, planner.solutions = course, force, {NAME: "now"}
    planner.booked, planner.why = {}, lambda *_: ""
    receipt = Receipt("", "", "", {}, {}, solutions=graded_with)
    receipt.write(receipt_path(course, "ada", NAME))
    planned = Planned("ada", tmp_path, {}, set())
    planner.decide(planned, NAME)
    assert planned.outdated == outdated
    assert list(planned.to_run) == [NAME] * force
