"""The course as nbgrader's `autograde` sees it: submissions lie where intake has put them."""

from nbgrader.coursedir import CourseDirectory

from grading.autograde.ledger import Ledger
from grading.engine.limits import Limits
from grading.intake.duedates import tell_due_dates
from grading.intake.folders import Submissions


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


def take_in(course: CourseDirectory, limits: Limits) -> StagedCourse:
    """Take in what was handed in, and say by which due dates it is going to be graded.

    Raises
    ------
    NothingReleased, GradebookFailed
    """
    staged = StagedCourse(parent=course.parent)
    for name in CourseDirectory.class_trait_names(config=True):
        setattr(staged, name, getattr(course, name))
    staged.submissions = Submissions(course, staged, limits)
    staged.ledger = Ledger.of(staged.submissions, course.log)
    tell_due_dates(staged, staged.submissions.places)
    return staged
