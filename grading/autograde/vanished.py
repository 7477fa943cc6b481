"""Grades of work that is not in ``submitted/`` any more: they stay, and the lines here name them.

So it is with folders that were renamed or collected anew under the id of a corrected roster: the
gradebook keeps the old name beside the new one. And points that somebody gave by hand outlast the
notebook for which they were given. Only a person knows whether that is meant.
"""

import contextlib
import os
import shlex
from collections.abc import Iterator
from logging import Logger
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from grading.autograde.ledger import with_notebooks
from grading.course.layout import Course
from grading.intake.folders import folder_in, place_of
from grading.intake.spelling import composed
from grading.letters import listed, printable
from grading.records.gradebook import Grade, Gradebook, booked_marks, is_there
from grading.terminal import MOST_NAMES, say

FOLDER_GONE = (
    "{assignment}: grades of {names} count and are exported, but the folder {place} is gone. Put "
    "it back, or take this submission out: `python -m grading.adapters.withdraw {assignment} "
    "--student={first} --force`. Only a name that is nobody's any more is taken out with all its "
    "grades, of every assignment: `nbgrader db student remove {first} --force`."
)
BY_HAND = (
    "{assignment}: points given by hand count, though the notebook is not handed in any more: "
    "{notebooks}. To change them put the notebook back and grade it."
)


def tell_vanished(course: Course, log: Logger) -> None:
    """Print and log these lines, for one assignment where the command names one, else for all."""
    if not is_there(course.db_url):
        return
    # Where the gradebook cannot be used, the command finds that out and says so.
    with (
        contextlib.suppress(SQLAlchemyError),
        Gradebook(course.db_url, course.course_id) as gradebook,
    ):
        every = sorted(assignment.name for assignment in gradebook.assignments)
        for name in [course.assignment_id] if course.assignment_id else every:
            for line in vanished(gradebook, course, name):
                log.info(line)
                say(line)


def vanished(gradebook: Gradebook, course: Course, assignment: str) -> Iterator[str]:
    """Lines on the grades of an assignment whose work is gone.

    Parameters
    ----------
    gradebook : Gradebook
    course : Course
    assignment : str

    Yields
    ------
    str
    """
    booked, there = booked_points(gradebook, assignment), handed_in(course, assignment)
    gone, by_hand = [], {}
    for student, notebooks in sorted(booked.items()):
        folder = Path(course.format_path(course.autograded_directory, student, assignment))
        files = {name for name in notebooks if (folder / f"{name}.ipynb").exists()}
        left = [n for n, points in sorted(notebooks.items()) if points and n not in files]
        if composed(student) not in there:
            gone += [student] if left or files else []
        elif left:
            by_hand[student] = left
    if gone:
        place = os.path.join(course.submitted_directory, "<name>", assignment)
        names, first = listed(gone, MOST_NAMES), shlex.quote(printable(gone[0]))
        yield FOLDER_GONE.format(assignment=assignment, names=names, place=place, first=first)
    if by_hand:
        yield BY_HAND.format(assignment=assignment, notebooks=with_notebooks(by_hand))


def booked_points(gradebook: Gradebook, assignment: str) -> dict[str, dict[str, float]]:
    """Points in the gradebook, whoever gave them, by student and notebook."""
    return {
        student: {name: sum(points or 0 for points in cells.values()) for name, cells in of.items()}
        for student, of in booked_marks(gradebook, assignment, Grade.score).items()
    }


def handed_in(course: Course, assignment: str) -> set[str]:
    """Names of the folders of students in which there is one for the assignment."""
    above, below = place_of(course, assignment)
    names = os.listdir(above) if above.is_dir() else []
    return {composed(name) for name in names if folder_in(above / name, below)}
