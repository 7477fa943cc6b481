"""What has to be done about a student's work as it arrives, and when: read from what is kept.

Receipts say when a student was graded last, so whoever watches may end and begin again.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grading.autograde.plan import CHANGED, NEW, Planned, Planner
from grading.course.layout import Course
from grading.intake.folders import Submissions
from grading.records.gradebook import opened
from grading.records.receipts import receipt_path


@dataclass(frozen=True)
class Attempt:
    """A submission, and what is still to be done about it.

    Attributes
    ----------
    student : str
        As the gradebook spells the id.
    is_new : bool
        Whether there is something to grade, or to book.
    by_student : bool
        Whether that is so because the student has handed in.
    to_show : bool
        Whether its pages are older than its marks, or lack outputs.
    graded : float
        When it was graded last, or that was tried, in seconds since 1970; 0 where it never was.
    failed : bool
        Whether it was tried and came to nothing.
    """

    student: str
    is_new: bool
    by_student: bool
    to_show: bool
    graded: float
    failed: bool = False


def attempts(submissions: Submissions, makes_pages: bool) -> list[Attempt]:
    """What is to be done about the submissions that were taken in.

    Parameters
    ----------
    submissions : Submissions
    makes_pages : bool
        Whether grading makes the outputs that people see.

    Raises
    ------
    GradebookFailed
    """
    original, course = submissions.original, submissions.course
    with opened(original) as gradebook:
        plan = Planner(gradebook, submissions, submissions.limits).plan()
        rows = gradebook.assignment_submissions(original.assignment_id)
        times = {row.student_id: row.timestamp for row in rows}
    return [attempt(course, planned, times, makes_pages) for planned in plan]


def attempt(
    course: Course, planned: Planned, times: dict[str, datetime | None], makes_pages: bool
) -> Attempt:
    """What is to be done about one submission, given the times that are booked."""
    student, why = planned.student, set(planned.to_run.values())
    new_time = planned.timestamp != times.get(student, planned.timestamp)
    graded = saved_last(receipt_path(course, student, "*"))
    feedback = course.format_path(course.feedback_directory, student, course.assignment_id)
    pages = saved_last(Path(feedback, "*.html"))
    return Attempt(
        student=student,
        is_new=bool(why or planned.gone or new_time),
        by_student=bool(why & {NEW, CHANGED} or planned.gone),
        to_show=graded > pages or (makes_pages and bool(planned.to_show)),
        graded=graded,
    )


def saved_last(pattern: Path) -> float:
    """When the newest of some files was saved; 0 where there is none."""
    return max((path.stat().st_mtime for path in pattern.parent.glob(pattern.name)), default=0.0)
