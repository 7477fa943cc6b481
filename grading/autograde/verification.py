"""Grades again what has a receipt, from what is there of it, and compares; nothing is booked.

For an appeal, also much later: what was handed in has to be in `submitted/` as it was, and checks,
engine and packages have to be those of then. Where one of them differs, that is said.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from grading.autograde.batch import Batch
from grading.autograde.booking import Graded
from grading.autograde.marks import tasks
from grading.autograde.plan import Planned
from grading.counts import counted, points
from grading.letters import printable
from grading.records.receipts import KEPT_POINTS, Receipt, receipt_path
from grading.terminal import show

NO_RECEIPT = "it has no receipt, so nothing is compared"
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
    """Grades again and compares with receipts and gradebook."""

    not_all = "Not everything was verified; the lines above say what."

    def grade_all(self) -> None:
        """Grade all notebooks that have a receipt of the same work, and say what is the same."""
        self.steps.check()
        planner, plan = self.planned(force=True)
        number = sum(len(planned.to_run) for planned in plan)
        for planned in plan:
            self.leave_out(planned)
        there = [planned for planned in plan if planned.to_run]
        self.begin(there, planner.checks)
        verified = sum(map(self.verify_all, self.ahead_of(there)))
        what = counted(number, "notebook")
        show(f"{self.course.assignment_id}: {verified} of {what} verified.")
        self.ledger.failed |= verified < number

    def leave_out(self, planned: Planned) -> None:
        """Leave out, and name, notebooks that cannot be compared."""
        for name in list(planned.to_run):
            receipt = self.receipt(planned, name)
            if receipt is None or receipt.work != planned.work[name]:
                show(f"{where(planned, name)}: {WORK_CHANGED if receipt else NO_RECEIPT}.")
                del planned.to_run[name]

    def receipt(self, planned: Planned, name: str) -> Receipt | None:
        """The receipt of a notebook."""
        return Receipt.read(receipt_path(self.course, planned.student, name))

    def verify_all(self, planned: Planned) -> int:
        """Verify the notebooks of one submission; how many are as their receipts say."""
        verified = 0
        with self.losing(planned), TemporaryDirectory() as stage:
            for name in planned.to_run:
                verified += self.verify(planned, name, Path(stage))
        return verified

    def verify(self, planned: Planned, name: str, stage: Path) -> bool:
        """Grade one notebook again and say what differs; whether nothing does that counts."""
        receipt, graded = self.receipt(planned, name), self.grade_notebook(planned, name, stage)
        assert receipt is not None  # the others were left out
        different = list(differences(receipt, graded, planned.marks.get(name, {})))
        for line in different or [f"verified, {in_points(receipt)}."]:
            show(f"{where(planned, name)}: {line}")
        for why in self.reasons(planned, name, receipt, graded) if different else ():
            show(f"{where(planned, name)}: {why}.")
        for cell in receipt.account.get(KEPT_POINTS, ()):
            now = earned(tasks(graded.notebook).get(cell))
            what = f"{printable(cell)} keeps its points; its check gives {now}."
            show(f"{where(planned, name)}: {what}")
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


def where(planned: Planned, name: str) -> str:
    """Student and notebook, as lines begin."""
    return f"{printable(planned.student)}, {printable(name)}"


def differences(
    receipt: Receipt, graded: Graded, booked: Mapping[str, float | None]
) -> Iterator[str]:
    """A line for each grade cell that has other points than its receipt or the gradebook says."""
    now, kept = tasks(graded.notebook), receipt.account.get(KEPT_POINTS, ())
    for cell, mark in receipt.marks.items():
        if booked.get(cell) != mark:
            yield f"{printable(cell)}: {mark} on the receipt, {booked.get(cell)} in the gradebook."
    for cell in receipt.tasks.keys() | now.keys():
        before, after = receipt.tasks.get(cell), now.get(cell)
        if before and before["points"] != receipt.marks.get(cell):
            yield f"{printable(cell)}: the receipt does not agree with itself."
        # Points that were kept when a check had changed are none of the present check's.
        elif cell not in kept and not (before and after and before["points"] == after["points"]):
            why = f" ({after['message']})" if after and after["message"] else ""
            yield f"{printable(cell)}: {earned(before)} on the receipt, {earned(after)} now{why}."


def earned(task: dict | None) -> str:
    """The points of a grade cell, where it is there."""
    return f"{points(task['points'])} of {points(task['of'])}" if task else "not there"


def in_points(receipt: Receipt) -> str:
    """What a receipt says was earned."""
    total = sum(one["points"] or 0 for one in receipt.tasks.values())
    most = sum(one["of"] for one in receipt.tasks.values())
    return f"{points(total)} of {counted(most, 'automatic point')}"
