"""Grades again what has a receipt, from what is there of it, and compares; nothing is booked.

For an appeal, also much later: what was handed in has to be in `submitted/` as it was, and checks,
engine and packages have to be those of then. Where one of them differs, that is said.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from grading.autograde.batch import Batch
from grading.autograde.booking import Graded
from grading.autograde.marks import tasks
from grading.autograde.plan import Planned
from grading.counts import counted, points
from grading.letters import printable
from grading.records.gradebook import opened
from grading.records.receipts import KEPT_POINTS, Receipt, receipt_path
from grading.terminal import show

WORK_CHANGED = "what was handed in is not what it was when it was graded, so nothing is compared"
CHECKS_CHANGED = "its checks, or files beside it, have changed since it was graded"
#: Parts of an account, and what is said where they differ.
PARTS = {
    "engine": "another version of the engine graded it",
    "packages": "other packages were installed when it was graded",
    "limits": "other limits held when it was graded",
    "reference": "the instructor's solutions have changed since it was graded",
}


class Verification(Batch):
    """Grades again and compares with receipts."""

    def grade_all(self) -> None:
        """Grade all notebooks that have a receipt, and say what is the same."""
        self.steps.check()
        with opened(self.course) as gradebook:
            planner = self.planner(gradebook)
            planner.force = True
            plan = planner.plan()
        there = [planned for planned in plan if self.has_receipts(planned)]
        self.begin(there, planner.checks)
        verified, number = 0, 0
        for planned in self.ahead_of(there):
            with TemporaryDirectory() as stage:
                for name in planned.to_run:
                    number += 1
                    verified += self.verify(planned, name, Path(stage))
        what = counted(number, "notebook with a receipt", "notebooks with receipts")
        show(f"{self.course.assignment_id}: {verified} of {what} verified.")
        self.ledger.failed |= verified < number

    def has_receipts(self, planned: Planned) -> bool:
        """Leave out notebooks without a receipt; whether some are left."""
        planned.to_run = {
            name: why for name, why in planned.to_run.items() if self.receipt(planned, name)
        }
        return bool(planned.to_run)

    def receipt(self, planned: Planned, name: str) -> Receipt | None:
        """The receipt of a notebook."""
        return Receipt.read(receipt_path(self.course, planned.student, name))

    def verify(self, planned: Planned, name: str, stage: Path) -> bool:
        """Grade one notebook again and say what differs; whether nothing does that counts."""
        receipt = self.receipt(planned, name)
        assert receipt is not None  # the others were left out
        graded = self.grade_notebook(planned, name, stage)
        where = f"{printable(planned.student)}, {printable(name)}"
        if receipt.work != planned.work[name]:
            show(f"{where}: {WORK_CHANGED}.")
            return False
        different = list(differences(receipt, graded))
        for line in different:
            show(f"{where}: {line}")
        if different:
            for why in self.reasons(planned, name, receipt, graded):
                show(f"{where}: {why}.")
        else:
            show(f"{where}: verified, {in_points(receipt)}.")
        return not different

    def reasons(
        self, planned: Planned, name: str, receipt: Receipt, graded: Graded
    ) -> Iterator[str]:
        """Why it may come out otherwise than it did."""
        if receipt.checks != planned.checks[name].of(receipt.account):
            yield CHECKS_CHANGED
        for part, said in PARTS.items():
            if receipt.account.get(part) != graded.account.get(part):
                yield said


def differences(receipt: Receipt, graded: Graded) -> Iterator[str]:
    """A line for each grade cell that has other points than its receipt says."""
    now, kept = tasks(graded.notebook), receipt.account.get(KEPT_POINTS, ())
    for cell in receipt.tasks.keys() | now.keys():
        before, after = receipt.tasks.get(cell), now.get(cell)
        # Points that were kept when a check had changed are none of the present check's.
        if cell in kept or (before and after and before["points"] == after["points"]):
            continue
        why = f" ({after['message']})" if after and after["message"] else ""
        yield f"{printable(cell)}: {earned(before)} on the receipt, {earned(after)} now{why}."


def earned(task: dict | None) -> str:
    """The points of a grade cell, where it is there."""
    return f"{points(task['points'])} of {points(task['of'])}" if task else "not there"


def in_points(receipt: Receipt) -> str:
    """What a receipt says was earned."""
    earned = sum(one["points"] or 0 for one in receipt.tasks.values())
    most = sum(one["of"] for one in receipt.tasks.values())
    return f"{points(earned)} of {counted(most, 'automatic point')}"
