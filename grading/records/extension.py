"""Gives a student more time for an assignment; nbgrader's gradebook has a field for it."""

from datetime import timedelta

from grading.course.layout import Course
from grading.letters import printable
from grading.records.gradebook import MissingEntry, due_date, transaction
from grading.records.zones import kept_zone
from grading.times import shown


class NoExtension(Exception):
    """An extension cannot be given; the text says why, and what to do."""


def extend(course: Course, student: str, extension: timedelta) -> str:
    """Give a student more time than the others have, in the place of an earlier extension.

    Parameters
    ----------
    course : Course
        With the assignment.
    student : str
    extension : timedelta
        Zero takes it back.

    Returns
    -------
    str
        When the work of the student is due now, as a person reads it.

    Raises
    ------
    NoExtension, GradebookFailed
    """
    name = course.assignment_id
    who, what = printable(student), printable(name)
    with transaction(course) as gradebook:
        try:
            submission = gradebook.find_submission(name, student)
        except MissingEntry:
            raise NoExtension(
                f"The gradebook has no {what} of {who}. Look at both names; an extension can be "
                "given once the work is handed in and has been graded, and counts from then on."
            ) from None
        if submission.assignment.duedate is None:
            raise NoExtension(
                f"{what} has no due date, so nothing is late. Set one first: "
                f"nbgrader db assignment add {what} --duedate=…"
            )
        submission.extension = extension or None
        due = due_date(submission)
        assert due is not None  # there is one, as was seen above
        return shown(due, kept_zone(gradebook, submission.assignment))
