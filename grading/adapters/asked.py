"""Which folders a command takes students and notebooks from, so that a mistyped name is said."""

from nbgrader.apps import (
    AutogradeApp,
    GenerateAssignmentApp,
    GenerateFeedbackApp,
    GenerateSolutionApp,
)
from nbgrader.apps.baseapp import NbGrader

from grading.intake.asked import unknown

#: Where the notebooks of an assignment have their names from, and where students theirs.
NOTEBOOKS = {
    AutogradeApp: "release_directory",
    GenerateFeedbackApp: "release_directory",
    GenerateAssignmentApp: "source_directory",
    GenerateSolutionApp: "source_directory",
}
STUDENTS = {AutogradeApp: "submitted_directory", GenerateFeedbackApp: "autograded_directory"}


def refuse_unknown(app: NbGrader) -> None:
    """End a command that is asked for a student or a notebook that nobody knows.

    Raises
    ------
    SystemExit
        After a sentence that names what there is.
    """
    course, kind = app.coursedir, type(app)
    assignment = course.assignment_id or next(iter(app.extra_args), "")
    places = (
        getattr(course, steps[kind]) if kind in steps else "" for steps in (NOTEBOOKS, STUDENTS)
    )
    if said := unknown(course, assignment, *places):
        app.fail(said)
