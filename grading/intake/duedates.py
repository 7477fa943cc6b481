"""The due dates by which submissions are going to be graded, said before that begins."""

import contextlib
from collections.abc import Collection, Iterator

from sqlalchemy.exc import SQLAlchemyError

from grading.course.layout import Course
from grading.letters import printable
from grading.records.gradebook import Gradebook, MissingEntry, SubmittedAssignment, is_there
from grading.records.zones import kept_zone
from grading.terminal import say
from grading.times import shown


def tell_due_dates(course: Course, students: Collection[str]) -> None:
    """Print and log the due dates by which submissions are going to be graded."""
    if not is_there(course.db_url):
        return
    # Where the gradebook cannot be used, grading finds that out and says so.
    with (
        contextlib.suppress(SQLAlchemyError),
        Gradebook(course.db_url, course.course_id) as gradebook,
    ):
        for line in due_dates(gradebook, course.assignment_id, students):
            course.log.info(line)
            say(line)


def due_dates(gradebook: Gradebook, name: str, students: Collection[str]) -> Iterator[str]:
    """A line on the due date of an assignment, if it has one, and on that of each extension."""
    try:
        assignment = gradebook.find_assignment(name)
    except MissingEntry:
        return
    if assignment.duedate is None:
        return
    zone = kept_zone(gradebook, assignment)
    yield f"{name} is due {shown(assignment.duedate, zone)}."
    extended = (
        gradebook.db.query(SubmittedAssignment.student_id, SubmittedAssignment.extension)
        .filter(SubmittedAssignment.assignment_id == assignment.id)
        .filter(SubmittedAssignment.extension.isnot(None))
    )
    for student, extension in extended.order_by(SubmittedAssignment.student_id):
        if student in students and extension:
            date = shown(assignment.duedate + extension, zone)
            yield f"{name} is due {date} for {printable(student)}, who has an extension."
