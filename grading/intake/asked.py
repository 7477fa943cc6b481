"""Whether what a command is asked for exists: `--student` and `--notebook` are typed by hand.

nbgrader would say that a pattern matched nothing, and suggest a path that was not meant.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from nbgrader.apps import (
    AutogradeApp,
    GenerateAssignmentApp,
    GenerateFeedbackApp,
    GenerateSolutionApp,
)
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory

from grading.intake.example import folders
from grading.intake.notes import MOST_NAMES
from grading.intake.spelling import composed
from grading.letters import listed, printable

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
    assignment = app.coursedir.assignment_id or next(iter(app.extra_args), "")
    kind = type(app)
    parts = [("notebook", NOTEBOOKS.get(kind)), ("student", STUDENTS.get(kind))]
    for what, step in parts:
        asked = getattr(app.coursedir, f"{what}_id")
        if asked == "*" or step is None:
            continue
        place = getattr(app.coursedir, step)
        names = sorted(known(app.coursedir, what, place, assignment))
        if names and not any(fits(name, asked) for name in names):
            where = f"{place}/" if what == "student" else assignment
            app.fail(
                f"There is no {what} {printable(asked)} in {where}. Expected with --{what} one "
                f"of these, or a pattern: {listed(names, MOST_NAMES)}."
            )


def known(course: CourseDirectory, what: str, place: str, assignment: str) -> Iterator[str]:
    """The names of all students, or of all notebooks of an assignment."""
    if what == "student":
        yield from (folder.name for folder in folders(course, place))
    else:
        folder = Path(course.format_path(place, ".", assignment))
        yield from (path.stem for path in folder.glob("*.ipynb"))


def fits(name: str, asked: str) -> bool:
    """Whether a name is the one that is asked for, or fits the pattern."""
    name, asked = composed(name), composed(asked)
    return name == asked or fnmatchcase(name, asked)
