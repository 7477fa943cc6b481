"""What the grader's terminal shows of a run: a bar, or in a log a line for each submission.

nbgrader's own remarks go to its log file; errors are shown as well. A terminal that has gone away
stops nobody: what cannot be shown is left out.
"""

import logging
import sys

from tqdm import tqdm

from grading.autograde.booking import Points
from grading.autograde.ledger import Ledger
from grading.autograde.plan import Planned
from grading.counts import counted
from grading.letters import printable
from grading.terminal import Patient, say

#: Pages of as many notebooks take so long that a log says what is being waited for.
MANY = 20


class Progress:
    """How far a run is.

    Parameters
    ----------
    assignment : str
    outstanding : list of Planned
        The submissions that are going to be graded.
    ledger : Ledger
        Is told what became of each.
    log : Logger
    """

    def __init__(
        self, assignment: str, outstanding: list[Planned], ledger: Ledger, log: logging.Logger
    ) -> None:
        self.ledger, self.log = ledger, log
        self.bar = tqdm(
            total=sum(len(planned.to_run) for planned in outstanding),
            desc=f"{assignment}, marks",
            unit="notebook",
            file=Patient(sys.stderr),
            disable=not Patient(sys.stderr).isatty(),
        )

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.close()

    def begin(self, planned: Planned) -> None:
        """The grading of a submission begins."""
        self.planned, self.receipts = planned, {}

    def notebook_done(self, name: str, receipt: dict) -> None:
        """A notebook was graded."""
        self.receipts[name] = receipt
        self.bar.update()

    def submission_done(self, points: Points) -> None:
        """A submission was booked: one line with what an instructor wants to know at a glance."""
        self.ledger.book(self.planned, self.receipts)
        line = self.line(points)
        self.log.info("Graded %s", line)
        if self.bar.disable:
            say(line)

    def line(self, points: Points) -> str:
        """What a log shows of a submission that was booked."""
        receipts = self.receipts.values()
        seconds = sum(receipt.get("seconds", 0) for receipt in receipts)
        stopped = sum(len(receipt.get("stopped", ())) for receipt in receipts)
        most, notebooks = counted(points.most, "point"), counted(points.of_notebooks, "notebook")
        parts = [
            f"{printable(self.planned.student)}: {points.score:g} of {most}",
            f"{len(receipts)} of {notebooks} graded in {seconds:.1f} s",
        ]
        if stopped:
            parts.append(f"{counted(stopped, 'cell')} stopped")
        for what in ("repaired", "refused"):
            if count := sum(bool(receipt.get(what)) for receipt in receipts):
                parts.append(f"{count} {what}")
        if any(receipt.get("sandbox") is False for receipt in receipts):
            parts.append("graded without a sandbox")
        return ", ".join(parts)


class Pages:
    """How far the second runs of notebooks are, in which the outputs are made that people see."""

    def __init__(self, assignment: str, number: int) -> None:
        self.bar = tqdm(
            total=number,
            desc=f"{assignment}, pages",
            unit="notebook",
            file=Patient(sys.stderr),
            disable=not Patient(sys.stderr).isatty(),
        )
        if self.bar.disable and number >= MANY:
            what = counted(number, "notebook")
            say(f"{assignment}: marks are booked. What {what} printed and drew is made now.")

    def __enter__(self) -> "Pages":
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.close()

    def page_done(self) -> None:
        """The outputs of a notebook were made."""
        self.bar.update()
