"""Whether what a command is asked for exists: `--student` and `--notebook` are typed by hand.

nbgrader would say that a pattern matched nothing, and suggest a path that was not meant.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from grading.course.layout import Course
from grading.intake.example import folders
from grading.intake.notes import MOST_CASES
from grading.intake.spelling import composed
from grading.letters import listed, printable


def unknown(course: Course, assignment: str, notebooks: str = "", students: str = "") -> str:
    """A sentence on a student or a notebook that a command is asked for and that nobody knows.

    Parameters
    ----------
    course : Course
    assignment : str
    notebooks, students : str
        The folders, such as ``release``, from which the command takes them; empty where it takes
        none of its own.

    Returns
    -------
    str
        It names what there is; empty where all is well.
    """
    for what, place in (("notebook", notebooks), ("student", students)):
        asked = getattr(course, f"{what}_id")
        if asked == "*" or not place:
            continue
        names = sorted(known(course, what, place, assignment))
        if names and not any(fits(name, asked) for name in names):
            where = f"{place}/" if what == "student" else assignment
            return (
                f"There is no {what} {printable(asked)} in {where}. Expected with --{what} one "
                f"of these, or a pattern: {listed(names, MOST_CASES)}."
            )
    return ""


def known(course: Course, what: str, place: str, assignment: str) -> Iterator[str]:
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
