"""``python -m grading.adapters.moves hw11``: whose points would move if it were graded again now.

For after a check, a tolerance or a point value has changed and ``make release`` was called, and
before ``nbgrader autograde hw11`` books it. With ``--applied`` it shows what has been booked, where
a person has given other points than a check, and what has come of appeals.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar

from nbgrader.apps import AutogradeApp
from nbgrader.apps.baseapp import NbGrader
from traitlets.config import Config

from grading.adapters.receipt import chosen
from grading.autograde.history import comments_on, history
from grading.letters import printable
from grading.records.appeals import Standing, TaskOfStudent, standings
from grading.records.gradebook import Gradebook, GradebookFailed, opened_for_all
from grading.records.receipts import Receipt
from grading.terminal import show

APPLIED = "--applied"
#: Letters of a day, such as 2026-11-30.
DAY = 10
EXAMPLE = f"python -m grading.adapters.moves hw11 {APPLIED}"


class Moves(AutogradeApp):
    """Say whose points would move, from what to what, by which cell and why; book nothing."""

    name = "nbgrader-moves"
    description = __doc__
    raise_config_file_errors = True

    def start(self) -> None:
        """Grade again what would be graded again."""
        self.update_config(Config({"SubmissionExporter": {"does": "preview"}}))
        super().start()


class Applied(NbGrader):
    """Say whose points have moved since they were booked first."""

    name = "nbgrader-moves-applied"
    description = __doc__
    flags: ClassVar = {**NbGrader.flags, APPLIED.strip("-"): ({}, "Show what was booked.")}
    raise_config_file_errors = True

    def start(self) -> None:
        """A line for each time that points of a grade cell have moved, and for each appeal."""
        super().start()
        assignment, found = chosen(self, EXAMPLE)
        try:
            with opened_for_all(self.coursedir) as gradebook:
                lines = list(self.lines(gradebook, assignment, found))
        except GradebookFailed as error:
            self.fail("%s", error)
        for line in lines:
            show(line)
        if not lines:
            whose = self.coursedir.student_id
            of = "" if whose == "*" else f" of {printable(whose)}"
            show(f"{printable(assignment)}: no points{of} have moved since they were booked first.")

    def lines(
        self, gradebook: Gradebook, assignment: str, found: list[tuple[str, str, Receipt]]
    ) -> Iterator[str]:
        """What has come of the tasks of some notebooks."""
        tasks: defaultdict[tuple[str, str], dict[TaskOfStudent, Standing]] = defaultdict(dict)
        for task, standing in standings(gradebook, assignment).items():
            if standing.appealed or standing.changed_by_hand:
                tasks[task.student, task.notebook][task] = standing
        for student, notebook, receipt in found:
            here = tasks[student, notebook]
            comments = comments_on(gradebook, self.coursedir, next(iter(here))) if here else {}
            for day, cell, told in history(receipt, here, comments):
                where = ", ".join(map(printable, (student, notebook, cell)))
                yield f"{day:{DAY}} {where}: {told}"


if __name__ == "__main__":
    (Applied if APPLIED in sys.argv else Moves).launch_instance()
