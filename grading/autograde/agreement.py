"""Whether points and graded notebooks belong together, and whether they are of the present checks.

Grading sees to both. These are sentences for commands that show grades before it was called again.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from logging import Logger
from pathlib import Path

from grading.autograde.plan import present_checks
from grading.autograde.vanished import handed_in
from grading.course.layout import Course
from grading.engine.limits import Limits
from grading.intake.example import is_example
from grading.intake.spelling import composed
from grading.letters import listed
from grading.records.gradebook import Gradebook, is_there, kept_numbers
from grading.records.receipts import Receipt, receipts
from grading.terminal import MOST_NAMES, say

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
STRANGERS = (
    "{assignment}: no pages for {students}: {place} holds graded notebooks that are not in the "
    "gradebook, because they were taken out of it or another gradebook was put in its place. "
    "Remove these folders, or grade what was handed in again."
)

#: Receipts by student and notebook.
Kept = Mapping[tuple[str, str], Receipt]


def half_booked(gradebook: Gradebook, assignment: str, kept: Kept) -> list[str]:
    """Students whose rows in the gradebook and whose receipts are of different bookings.

    Parameters
    ----------
    gradebook : Gradebook
    assignment : str
    kept : mapping of tuple to Receipt
        All receipts of the assignment.

    Returns
    -------
    list of str
    """
    receipt = {where: one.booking for where, one in kept.items()}
    booked = kept_numbers(gradebook, assignment)
    differ = {
        student
        for student, name in receipt.keys() | booked
        if receipt.get((student, name), "") != booked.get((student, name), "")
    }
    # Nobody shows anything of students whom the gradebook does not know.
    return sorted(differ & {one.student_id for one in gradebook.assignment_submissions(assignment)})


def unsettled(
    gradebook: Gradebook, course: Course, assignment: str, limits: Limits
) -> dict[str, list[str]]:
    """Students whose grades the next grading is going to make anew, or for the first time.

    Returns
    -------
    dict of str to list of str
        By the sentence that says why, in which assignment and students are left open.
    """
    kept = dict(receipts(course, assignment))
    half, old, new = set(half_booked(gradebook, assignment, kept)), set(), set()
    # One that was taken out of the course has no checks any more, and is graded no more.
    if Path(course.format_path(course.source_directory, ".", assignment)).is_dir():
        checks = present_checks(gradebook, course, assignment, limits)
        old = {
            who
            for (who, name), one in kept.items()
            if name not in checks or one.checks != checks[name].of(one.account)
        }
        new = handed_in(course, assignment) - {composed(who) for who, _ in kept}
        new = {who for who in new if not is_example(who)}
    found = {HALF: half, OLD: old - half, NEW: new - half}
    return {text: sorted(students) for text, students in found.items() if students}


def doubts(gradebook: Gradebook, course: Course, assignment: str, limits: Limits) -> list[str]:
    """Sentences on such students."""
    return [
        text.format(assignment=assignment, students=listed(students, MOST_NAMES))
        for text, students in unsettled(gradebook, course, assignment, limits).items()
    ]


def say_doubts(course: Course, limits: Limits, log: Logger) -> None:
    """Print and log these sentences for all assignments of a course."""
    if not is_there(course.db_url):
        return
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for assignment in gradebook.assignments:
            for line in doubts(gradebook, course, assignment.name, limits):
                log.warning(line)
                say(line)


@dataclass
class WithoutPages:
    """Of which graded submissions no pages can be written.

    Attributes
    ----------
    folders : list of str
        Where they lie.
    half : list of str
        Sentences on those that are half booked: they have to be graded again.
    strangers : list of str
        Sentences on those that the gradebook does not know.
    """

    folders: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


def without_pages(course: Course, graded: Mapping[str, Mapping[str, str]]) -> WithoutPages:
    """Look which graded submissions do not agree with the gradebook.

    Parameters
    ----------
    course : Course
    graded : mapping of str to mapping
        For each folder of a graded submission its assignment, under ``name``, and its student.

    Returns
    -------
    WithoutPages
    """
    out = WithoutPages()
    with Gradebook(course.db_url, course.course_id) as gradebook:
        booked = {one.name: one.submissions for one in gradebook.assignments}
        for name in sorted({place["name"] for place in graded.values()}):
            of_name = {
                path: place["student"] for path, place in graded.items() if place["name"] == name
            }
            known = {submission.student_id for submission in booked.get(name, ())}
            half = set(half_booked(gradebook, name, dict(receipts(course, name))))
            place = os.path.join(course.autograded_directory, "<name>", name)
            for text, sentences, students in (
                (HALF, out.half, half),
                (STRANGERS, out.strangers, set(of_name.values()) - known),
            ):
                folders = [path for path, student in of_name.items() if student in students]
                if folders:
                    names = listed([of_name[path] for path in folders], MOST_NAMES)
                    sentences.append(text.format(assignment=name, students=names, place=place))
                out.folders += folders
    return out
