"""A student can be given more time by a command, which says when the work is due then."""

import sys
from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from tests.own_course import ASSIGNMENT, OwnCourse
from tests.small_course import configuration

DUE = datetime(2026, 11, 30, 22, 59)


@pytest.fixture
def course(tmp_path):
    """A course in which one student has handed in."""
    assert configuration()  # lets nbgrader find alembic
    course = OwnCourse.at(tmp_path)
    with Gradebook(course.gradebook) as gradebook:
        gradebook.add_assignment(ASSIGNMENT, duedate=DUE)
        gradebook.add_student("ada")
        gradebook.add_submission(ASSIGNMENT, "ada")
    return course


def extend(course, *options):
    """Call the command; returns its exit status and what it says."""
    status, lines = course.said(sys.executable, "-m", "grading.adapters.extend", *options)
    return status, "\n".join(lines)


def due(course):
    with Gradebook(course.gradebook) as gradebook:
        return gradebook.find_submission(ASSIGNMENT, "ada").duedate


def test_an_extension_takes_the_place_of_an_earlier_one_and_can_be_taken_back(course):
    for options, longer, said in (
        (["--days=2", "--hours=3"], timedelta(days=2, hours=3), "2026-12-03 01:59:00"),
        (["--hours=5"], timedelta(hours=5), "2026-12-01 03:59:00"),
        (["--days=0"], timedelta(0), "2026-11-30 22:59:00"),
    ):
        status, line = extend(course, ASSIGNMENT, "--student=ada", *options)
        assert status == 0 and line.startswith(f"{ASSIGNMENT} is due {said}")
        assert due(course) == DUE + longer


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "Expected one assignment, one student and a time"),
        ([ASSIGNMENT, "--student=ada"], "Expected one assignment, one student and a time"),
        ([ASSIGNMENT, "--days=2"], "Expected one assignment, one student and a time"),
        ([ASSIGNMENT, "--student=bob", "--days=2"], "The gradebook has no ps1 of bob."),
        (["ps2", "--student=ada", "--days=2"], "The gradebook does not know ps2."),
        ([ASSIGNMENT, "--student=ada", "--days=-2"], "Expected up to 3660 days more"),
        ([ASSIGNMENT, "--student=ada", "--days=two"], "expected an int"),
    ],
)
def test_what_cannot_be_given_is_said_in_one_line_and_changes_nothing(course, options, sentence):
    status, line = extend(course, *options)
    assert status == 1 and sentence in line and "\n" not in line
    assert due(course) == DUE


def test_without_a_due_date_there_is_nothing_to_extend(course):
    with Gradebook(course.gradebook) as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=None)
    status, line = extend(course, ASSIGNMENT, "--student=ada", "--days=2")
    assert status == 1 and "has no due date" in line and "db assignment add ps1" in line


def test_a_name_that_is_typed_with_other_letters_of_unicode_is_found(course):
    with Gradebook(course.gradebook) as gradebook:
        gradebook.add_student("zoe\u0308")
        gradebook.add_submission(ASSIGNMENT, "zoe\u0308")
    status, line = extend(course, ASSIGNMENT, "--student=zo\u00eb", "--days=1")
    assert status == 0, line
    with Gradebook(course.gradebook) as gradebook:
        due = gradebook.find_submission(ASSIGNMENT, "zoe\u0308").duedate
    assert due == DUE + timedelta(days=1)
    withdraw = sys.executable, "-m", "grading.adapters.withdraw", ASSIGNMENT
    status, (line,) = course.said(*withdraw, "--student=zo\u00eb", "--force")
    assert status == 0, line
