"""``python -m grading.adapters.moves hw11``: whose points would move if it were graded again now.

For after a check, a tolerance or a point value has changed and ``make release`` was called, and
before ``nbgrader autograde hw11`` books it. With ``--applied`` it shows what has been booked.
"""

import sys
from typing import ClassVar

from nbgrader.apps import AutogradeApp
from nbgrader.apps.baseapp import NbGrader
from traitlets.config import Config

from grading.adapters.receipt import chosen
from grading.autograde.moves import Move
from grading.autograde.preview import line
from grading.letters import printable
from grading.terminal import show

APPLIED = "--applied"
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
        """A line for each grade cell whose points have moved, with the day."""
        super().start()
        assignment, found = chosen(self, EXAMPLE)
        for student, notebook, receipt in found:
            for data in receipt.moves:
                show(f"{data['day']} {line(student, notebook, Move(**data))}")
        if not any(receipt.moves for *_, receipt in found):
            whose = self.coursedir.student_id
            of = "" if whose == "*" else f" of {printable(whose)}"
            show(f"{printable(assignment)}: no points{of} have moved since they were booked first.")


if __name__ == "__main__":
    (Applied if APPLIED in sys.argv else Moves).launch_instance()
