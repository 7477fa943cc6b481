"""Whether points and graded notebooks belong together, and whether they are of the present checks.

Grading sees to both. These are sentences for commands that show grades before it was called again.
"""

import re
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory

from grading.gradebook import is_there, kept_numbers
from grading.intake.example import is_example
from grading.intake.ledger import MOST_NAMES
from grading.intake.spelling import composed
from grading.letters import listed
from grading.limits import Limits
from grading.plan import present_checks
from grading.receipts import receipts
from grading.terminal import say
from grading.vanished import handed_in

HALF = (
    "{assignment}: points and graded notebooks are not of the same run, because it was killed or "
    "an older gradebook was put back: {students}. `nbgrader autograde {assignment}` grades them "
    "again."
)
OLD = (
    "{assignment}: not graded yet with the checks and points that hold now: {students}. `nbgrader "
    "autograde {assignment}` grades them again."
)
NEW = (
    "{assignment}: handed in and not graded yet: {students}. `nbgrader autograde {assignment}` "
    "grades them."
)


def half_booked(gradebook: Gradebook, course: CourseDirectory, assignment: str) -> list[str]:
    """Students whose rows in the gradebook and whose receipts are of different bookings.

    Parameters
    ----------
    gradebook : Gradebook
    course : CourseDirectory
    assignment : str

    Returns
    -------
    list of str
    """
    receipt = {where: one.booking for where, one in receipts(course, assignment)}
    booked = kept_numbers(gradebook, assignment)
    differ = {
        student
        for student, name in receipt.keys() | booked
        if receipt.get((student, name), "") != booked.get((student, name), "")
    }
    # Nobody shows anything of students whom the gradebook does not know.
    return sorted(differ & {one.student_id for one in gradebook.assignment_submissions(assignment)})


def old_checks(
    gradebook: Gradebook, course: CourseDirectory, assignment: str, limits: Limits
) -> list[str]:
    """Students of whom a notebook was graded with other checks or points than the present ones."""
    if not Path(course.format_path(course.source_directory, ".", assignment)).is_dir():
        return []  # it was taken out of the course, with its checks
    checks = present_checks(gradebook, course, assignment, limits)
    return sorted(
        {
            who
            for (who, name), receipt in receipts(course, assignment)
            if receipt.checks != checks.get(name)
        }
    )


def not_graded(course: CourseDirectory, assignment: str) -> list[str]:
    """Students who have handed something in of which nothing is graded."""
    if not Path(course.format_path(course.source_directory, ".", assignment)).is_dir():
        return []
    graded = {composed(who) for (who, _), _ in receipts(course, assignment)}
    waiting = handed_in(course, assignment) - graded
    return sorted(student for student in waiting if not is_example(student))


def doubts(
    gradebook: Gradebook, course: CourseDirectory, assignment: str, limits: Limits
) -> list[str]:
    """Sentences on grades that the next grading is going to make anew."""
    half = half_booked(gradebook, course, assignment)
    old = [who for who in old_checks(gradebook, course, assignment, limits) if who not in half]
    new = [who for who in not_graded(course, assignment) if who not in half]
    return [
        text.format(assignment=assignment, students=listed(students, MOST_NAMES))
        for text, students in ((HALF, half), (OLD, old), (NEW, new))
        if students
    ]


def say_doubts(app: NbGrader) -> None:
    """Show these sentences for all assignments of a course."""
    course = app.coursedir
    if not is_there(course.db_url):
        return
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for assignment in gradebook.assignments:
            for line in doubts(gradebook, course, assignment.name, Limits(parent=app)):
                app.log.warning(line)
                say(line)


def leave_half_out(converter: BaseConverter) -> None:
    """Have a converter leave out students who are half booked, and fail when it has done the rest.

    Parameters
    ----------
    converter : BaseConverter
        Of graded notebooks, which is about to begin.
    """
    course, convert = converter.coursedir, converter.convert_notebooks
    pattern = converter._format_source("(?P<name>.*)", "(?P<student>.*)", escape=True)
    places = {path: re.match(pattern, path).groupdict() for path in converter.assignments}
    sentences = []
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for name in sorted({place["name"] for place in places.values()}):
            half = half_booked(gradebook, course, name)
            out = [path for path, p in places.items() if p["name"] == name and p["student"] in half]
            for path in out:
                del converter.assignments[path]
            if out:
                students = listed([places[path]["student"] for path in out], MOST_NAMES)
                sentences.append(HALF.format(assignment=name, students=students))

    def convert_the_others() -> None:
        convert()
        for sentence in sentences:
            converter.log.error("%s No pages were written for them.", sentence)
        if sentences:
            raise NbGraderException(" ".join(sentences))

    converter.convert_notebooks = convert_the_others
