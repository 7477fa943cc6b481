"""Whether what a command is asked for exists: names are typed by hand.

nbgrader would say that a pattern matched nothing, and suggest a path that was not meant.
"""

import shlex
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from grading.course.layout import Course
from grading.intake.example import folders
from grading.intake.notes import MOST_CASES
from grading.intake.spelling import composed
from grading.letters import listed, printable
from grading.records.gradebook import opened

#: Where the course has assignments of its own.
STEPS = ("source_directory", "release_directory")


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


def unknown_assignment(course: Course, assignment: str, students: str) -> str:
    """A sentence on an assignment of which the course has nothing at all.

    Parameters
    ----------
    course : Course
    assignment : str
    students : str
        The folder, such as ``submitted``, from which the command takes students' work; empty where
        it takes none.

    Returns
    -------
    str
        It names those that there are; empty where all is well.
    """
    names = {name for step in STEPS for name in assignments(course, getattr(course, step))}
    if not assignment or not names or assignment in names:
        return ""
    if students and of_students(course, assignment, students):
        return ""
    places = " or ".join(f"{getattr(course, step)}/" for step in STEPS)
    return (
        f"There is no assignment {printable(assignment)} in {places}. Expected one of these: "
        f"{listed(sorted(names), MOST_CASES)}."
    )


def not_graded(course: Course, assignment: str) -> str:
    """A sentence on a command that shows graded work, where there is none of what it is asked for.

    Returns
    -------
    str
        Empty where there is some.
    """
    place = course.autograded_directory
    student = course.student_id
    if not assignment or any(
        fits(name, student) for name in of_students(course, assignment, place)
    ):
        return ""
    whose = "" if student == "*" else f" of {printable(student)}"
    option = "" if student == "*" else f" --student={shlex.quote(printable(student))}"
    return (
        f"Nothing{whose} is graded of {printable(assignment)} yet, so there is nothing to show. "
        f"Grade first: nbgrader autograde {shlex.quote(printable(assignment))}{option}"
    )


def assignments(course: Course, place: str) -> list[str]:
    """The assignments of which there are notebooks in a folder of the course's own."""
    above = Path(course.format_path(place, ".", "any")).parent
    return [folder.name for folder in above.glob("*") if any(folder.glob("*.ipynb"))]


def of_students(course: Course, assignment: str, place: str) -> list[str]:
    """The students of whom there is a folder of an assignment."""
    return [
        folder.name
        for folder in folders(course, place)
        if Path(course.format_path(place, folder.name, assignment)).is_dir()
    ]


def known(course: Course, what: str, place: str, assignment: str) -> Iterator[str]:
    """The names of all students, or of all notebooks of an assignment."""
    if what == "student":
        yield from (folder.name for folder in folders(course, place))
    else:
        folder = Path(course.format_path(place, ".", assignment))
        yield from (path.stem for path in folder.glob("*.ipynb"))


def as_booked(course: Course, student: str) -> str:
    """A student's id as the gradebook spells it, whichever letters of Unicode were typed.

    Raises
    ------
    GradebookFailed
    """
    with opened(course) as gradebook:
        ids = [one.id for one in gradebook.students]
    same = (known for known in ids if composed(known) == composed(student))
    return student if student in ids else next(same, student)


def fits(name: str, asked: str) -> bool:
    """Whether a name is the one that is asked for, or fits the pattern."""
    name, asked = composed(name), composed(asked)
    return name == asked or fnmatchcase(name, asked)
