"""Which folders a command takes its work from, so that a mistyped name is said."""

from nbgrader.apps import (
    AutogradeApp,
    GenerateAssignmentApp,
    GenerateFeedbackApp,
    GenerateSolutionApp,
)
from nbgrader.apps.baseapp import NbGrader

from grading.intake.asked import not_graded, unknown, unknown_assignment

#: Where the notebooks of an assignment have their names from, and where students theirs.
NOTEBOOKS = {
    AutogradeApp: "release_directory",
    GenerateFeedbackApp: "release_directory",
    GenerateAssignmentApp: "source_directory",
    GenerateSolutionApp: "source_directory",
}
STUDENTS = {AutogradeApp: "submitted_directory", GenerateFeedbackApp: "autograded_directory"}


def refuse_unknown(app: NbGrader) -> None:
    """End a command that is asked for an assignment, student or notebook that nobody knows.

    Raises
    ------
    SystemExit
        After a sentence that names what there is.
    """
    course = app.coursedir
    kind = next((kind for kind in NOTEBOOKS if isinstance(app, kind)), type(app))
    assignment = course.assignment_id or next(iter(app.extra_args), "")
    notebooks, students = (
        getattr(course, steps[kind]) if kind in steps else "" for steps in (NOTEBOOKS, STUDENTS)
    )
    if not notebooks:
        return
    if said := (
        unknown_assignment(course, assignment, students)
        or unknown(course, assignment, notebooks, students)
        or (kind is GenerateFeedbackApp and not_graded(course, assignment))
    ):
        app.fail(said)
