"""The course as nbgrader's `autograde` sees it: submissions lie where intake has put them."""

from typing import TypeVar

from nbgrader.coursedir import CourseDirectory

from grading.autograde.ledger import Ledger
from grading.engine.limits import Limits
from grading.intake.duedates import tell_due_dates
from grading.intake.folders import Submissions

Kind = TypeVar("Kind", bound=CourseDirectory)


class StagedCourse(CourseDirectory):
    """A course with the submissions that were taken in.

    Attributes
    ----------
    submissions : Submissions
    ledger : Ledger
        Of the run that is going to grade them.
    """

    submissions: Submissions
    ledger: Ledger


def copy_of(course: CourseDirectory, kind: type[Kind]) -> Kind:
    """The same course, of which something else can be set."""
    copied = kind(parent=course.parent)
    for name in CourseDirectory.class_trait_names(config=True):
        setattr(copied, name, getattr(course, name))
    return copied


def take_in(course: CourseDirectory, limits: Limits) -> StagedCourse:
    """Take in what was handed in, and say by which due dates it is going to be graded.

    Raises
    ------
    NothingReleased, GradebookFailed
    """
    staged = copy_of(course, StagedCourse)
    staged.submissions = Submissions(course, staged, limits)
    staged.ledger = Ledger.of(staged.submissions, course.log)
    tell_due_dates(staged, staged.submissions.places)
    return staged
