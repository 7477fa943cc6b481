"""What the exports to learning platforms share: which grades are final, and what goes with them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from grading.counts import counted, points
from grading.letters import printable
from grading.outputs.mistakes import cause
from grading.outputs.results import Results
from grading.outputs.tables import defused
from grading.records.gradebook import Student


@dataclass(frozen=True)
class Mark:
    """The grade of one student in one assignment.

    Attributes
    ----------
    student : Student
    points : float or None
        None where there is no final grade.
    comment : str
        Sentences for the student, one a line.
    """

    student: Student
    points: float | None
    comment: str = ""


def final_marks(
    results: Results, missing_as_zero: bool, comments: bool
) -> tuple[dict[str, Mark], list[tuple[str, list[str]]]]:
    """The marks of an assignment, and which of them are not final.

    Parameters
    ----------
    results : Results
    missing_as_zero : bool
        Whether students who handed in nothing get 0 points rather than no grade.
    comments : bool
        Whether comments and a sentence on each lost function go along.

    Returns
    -------
    marks : dict of str to Mark
        By student id, in their order.
    remarks : list of tuple
        Something that an instructor has to know, and of which students it is true.
    """
    found = {}
    for row, student in enumerate(results.students):
        final = not results.waiting[row].any()
        found[student.id] = Mark(
            student,
            round(float(results.totals[row]), 2) if final else None,
            comment(results, row) if final and comments else "",
        )
    for student in results.absent:
        found[student.id] = Mark(student, 0.0 if missing_as_zero else None)
    waiting = [mark.student.id for mark in found.values() if mark.points is None]
    absent = {student.id for student in results.absent}
    remarks = [
        (
            "still to be graded by hand, so no grade is exported",
            [who for who in waiting if who not in absent],
        ),
        (
            "nothing handed in, so no grade is exported (missing_as_zero gives 0)",
            [who for who in waiting if who in absent],
        ),
        (
            "an id that a spreadsheet takes for a formula, so it is written with an apostrophe "
            "before it; take that out before the import",
            [who for who in found if defused(who) != who],
        ),
    ]
    return dict(sorted(found.items())), remarks


def told(assignment: str, students: Iterable[str], what: str) -> str:
    """The line that says of which students something is true."""
    return f"{assignment}: {what}: {', '.join(map(printable, students))}"


def comment(results: Results, row: int) -> str:
    """What a student is told beside the grade: one line for each thing that cost points.

    Parameters
    ----------
    results : Results
    row : int
        Of the student.

    Returns
    -------
    str
    """
    who = results.students[row].id
    lines = []
    if results.penalty[row] > 0:
        lines.append(f"Late: {counted(results.penalty[row], 'point is', 'points are')} taken off.")
    for notebook in sorted({cell.notebook for cell in results.cells}):
        content = results.notebooks.get((who, notebook))
        if content and content.receipt.get("refused"):
            lines.append(f"{notebook} was refused: {content.receipt['refused']}")
            continue
        columns = [c for c, cell in enumerate(results.cells) if cell.notebook == notebook]
        if np.isnan(results.earned[row, columns]).all():
            lines.append(f"{notebook} was not handed in.")
            continue
        lines += [lost(results, row, column) for column in columns]
    said = [f"{notebook}, {cell}: {text}" for notebook, cell, text in results.comments.get(who, ())]
    return "\n".join([line for line in lines if line] + said)


def lost(results: Results, row: int, column: int) -> str:
    """A sentence on the points lost in a cell; empty where there are none.

    What waits for a person, as an answer in words does, is not lost.
    """
    cell, earned = results.cells[column], results.earned[row, column]
    if np.isnan(earned) or earned >= cell.points or results.waiting[row, column]:
        return ""
    content = results.notebooks.get((results.students[row].id, cell.notebook))
    verdict = content.verdicts.get(cell.name) if content else None
    functions = [cell.function for cell in results.cells]
    failed = verdict if verdict and not verdict.passed else None
    because = f" ({cause(failed, cell, functions)})" if failed else ""
    return f"{cell.function}: {points(earned)} of {counted(cell.points, 'point')}{because}."
