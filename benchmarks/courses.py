"""Courses with classes that have handed in, for all benchmarks."""

import copy
import time
from collections.abc import Iterable, Iterator
from itertools import cycle
from pathlib import Path

import numpy as np
from nbformat import NotebookNode

from bank.entries import entries
from examples.students import PROBLEMS, answer, example_class, hand_in
from grading.course.answers import fill_in
from grading.course.notebooks import solution_cells
from tests.course import Course

MARKS_ONLY = "--JudgedExecute.pages=False"
#: Everything handed in: right in one way, right in another, and wrong.
KINDS = ("example-full", "example-own-way", "example-partial")
#: Of how many notebooks of a simulated class one is the reference; the others are of the bank.
RIGHT = 0.5

#: Notebooks of one student, by name.
Notebooks = dict[str, NotebookNode]


def write_course(
    folder: str, assignment: str, work: Iterable[Notebooks], config: str = ""
) -> Course:
    """A course with a class that has handed in.

    Parameters
    ----------
    folder : str
    assignment : str
    work : iterable of dict of str to NotebookNode
        What each student hands in.
    config : str
        More lines of config.

    Returns
    -------
    Course

    Raises
    ------
    SystemExit
        If the release cannot be generated.
    """
    course = Course.copy_to(Path(folder), config)
    release(course, assignment)
    for number, notebooks in enumerate(work):
        hand_in(course.root / "submitted", f"student{number:04}", assignment, notebooks)
    return course


def release(course: Course, assignment: str) -> None:
    """Generate what students get, and have the gradebook know the checks."""
    result = course.run("generate_assignment", assignment)
    if result.returncode:
        raise SystemExit(result.stdout)


def of_example_class(assignment: str, students: int, copies: bool = False) -> Iterator[Notebooks]:
    """The work of the example class, given to many students in turn.

    Parameters
    ----------
    assignment : str
    students : int
    copies : bool
        Whether students hand in the same; otherwise no two notebooks are.
    """
    work = [
        dict(
            answer(assignment, problem, kind)
            for problem, kind in example_class(assignment)[name].items()
        )
        for name in KINDS
    ]
    for number, notebooks in zip(range(students), cycle(work), strict=False):
        yield notebooks if copies else signed(notebooks, f"student {number}")


def of_bank(assignment: str, students: int, seed: int = 0) -> Iterator[Notebooks]:
    """Work of a simulated class: half of the notebooks are right, the others from the bank."""
    draw = np.random.default_rng(seed)
    known = {
        problem: [e for e in entries(assignment) if e.problem == problem] for problem in PROBLEMS
    }
    for number in range(students):
        notebooks = {}
        for problem in PROBLEMS:
            choice = int(draw.integers(len(known[problem])))
            cells = () if draw.random() < RIGHT else known[problem][choice].cells
            name, notebook = fill_in(assignment, problem, cells)
            notebooks[name] = notebook
        yield signed(notebooks, f"student {number}")


def signed(notebooks: Notebooks, name: str) -> Notebooks:
    """The same notebooks, each with a comment in its first answer that nobody else has."""
    own = copy.deepcopy(notebooks)
    for notebook in own.values():
        next(iter(solution_cells(notebook))).source += f"\n# {name}"
    return own


def students_of(course: Course) -> list[str]:
    """All who have handed in."""
    return sorted(path.name for path in (course.root / "submitted").iterdir())


def grade(course: Course, assignment: str, *options: str, command: str = "autograde") -> float:
    """Seconds that a command of nbgrader takes, which is autograding unless another one is said."""
    started = time.monotonic()
    result = course.run(command, assignment, *options)
    if result.returncode:
        raise SystemExit(result.stdout)
    return time.monotonic() - started
