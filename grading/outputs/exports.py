"""What the exports to learning platforms share: which grades are final, and what goes with them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Bool

from grading.letters import printable
from grading.outputs.gradetable import points
from grading.outputs.mistakes import cause
from grading.outputs.results import Results, chosen_assignments, read_results
from grading.outputs.tables import defused
from grading.terminal import show


@dataclass(frozen=True)
class Mark:
    """The grade of one student in one assignment.

    Attributes
    ----------
    student : nbgrader.api.Student
    points : float or None
        None where there is no final grade.
    comment : str
        Sentences for the student, one a line.
    """

    student: object
    points: float | None
    comment: str = ""


class PlatformExport(ExportPlugin):
    """The options that all platforms share."""

    missing_as_zero = Bool(
        False,
        help="Whether students who handed in nothing get 0 points rather than no grade.",
    ).tag(config=True)
    comments = Bool(
        True, help="Whether comments and a sentence on each lost function go along."
    ).tag(config=True)

    def assignments(self, gradebook: Gradebook) -> list[Results]:
        """The chosen assignments, each as `Results`."""
        course = self.parent.coursedir
        return [
            read_results(gradebook, course, name, self.student)
            for name in chosen_assignments(self, gradebook)
        ]

    def marks(self, results: Results) -> dict[str, Mark]:
        """The marks of an assignment, by student; says which of them are not final.

        Parameters
        ----------
        results : Results

        Returns
        -------
        dict of str to Mark
            By student id, in their order.
        """
        found = {}
        for row, student in enumerate(results.students):
            final = not results.waiting[row].any()
            found[student.id] = Mark(
                student,
                round(float(results.totals[row]), 2) if final else None,
                comment(results, row) if final and self.comments else "",
            )
        for student in results.absent:
            found[student.id] = Mark(student, 0.0 if self.missing_as_zero else None)
        waiting = [m.student.id for m in found.values() if m.points is None]
        absent = {student.id for student in results.absent}
        self.tell(
            results.assignment,
            [who for who in waiting if who not in absent],
            "still to be graded by hand, so no grade is exported",
        )
        self.tell(
            results.assignment,
            [who for who in waiting if who in absent],
            "nothing handed in, so no grade is exported (missing_as_zero gives 0)",
        )
        self.tell(
            results.assignment,
            [who for who in found if defused(who) != who],
            "an id that a spreadsheet takes for a formula, so it is written with an apostrophe "
            "before it; take that out before the import",
        )
        return dict(sorted(found.items()))

    def tell(self, assignment: str, students: Sequence[str], what: str) -> None:
        """Print and log which students something is true of."""
        if students:
            line = f"{assignment}: {what}: {', '.join(map(printable, students))}"
            self.log.warning(line)
            show(line)


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
        lines.append(f"Late: {points(results.penalty[row])} points are taken off.")
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
    """A sentence on the points lost in a cell; empty where there are none."""
    cell, earned = results.cells[column], results.earned[row, column]
    if np.isnan(earned) or earned >= cell.points:
        return ""
    content = results.notebooks.get((results.students[row].id, cell.notebook))
    verdict = content.verdicts.get(cell.name) if content else None
    functions = [cell.function for cell in results.cells]
    failed = verdict and not verdict.passed
    because = f" ({cause(verdict, cell, functions)})" if failed else ""
    return f"{cell.function}: {points(earned)} of {points(cell.points)} points{because}."
