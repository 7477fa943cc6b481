"""What became of every submission of a run, and the last lines that an instructor reads."""

import glob
from collections.abc import Iterator, Mapping
from logging import Logger
from typing import TYPE_CHECKING

from grading.letters import listed, printable
from grading.terminal import say

if TYPE_CHECKING:
    from grading.plan import Planned

#: How many of those whose turn has not come are named.
MOST = 20
#: Why a notebook is graded again; `grading.plan` compares.
CHANGED = "what was handed in has changed"
CHECKS = "checks or points have changed"
UNFINISHED = "an earlier run had not finished it"


class Ledger:
    """Kept by the steps of grading; shown when the run ends, however it ends.

    Parameters
    ----------
    assignment : str
    refused : mapping of str to str
        Students of whom nothing could be taken in, and why.
    untimed : mapping of str to str
        Students whose time of handing in is refused, and why.
    log : Logger

    Attributes
    ----------
    waiting : list of str
        Students whose work is still to be graded.
    kept : list of str
        Those of them who have grades already, and are graded again because somebody asks for it.
    unchanged : list of str
        Students whose work had been graded before.
    new_times : list of str
        Those of them of whom only time or penalty were booked anew.
    failed : bool
        Whether something could not be graded for a reason that is not the student's.
    """

    def __init__(
        self,
        assignment: str,
        refused: Mapping[str, str],
        untimed: Mapping[str, str],
        log: Logger,
    ) -> None:
        self.assignment, self.refused, self.untimed, self.log = assignment, refused, untimed, log
        for student, reason in refused.items():
            log.error("%s: %s", printable(student), reason)
        self.waiting, self.kept, self.unchanged, self.new_times = [], [], [], []
        self.done, self.repaired_in, self.refused_in, self.lost = [], {}, {}, {}
        self.again: dict[str, dict[str, list[str]]] = {}
        self.stopped, self.failed = "", False

    def book(self, planned: "Planned", receipts: Mapping[str, dict]) -> None:
        """A submission is booked.

        Parameters
        ----------
        planned : Planned
        receipts : mapping of str to dict
            By notebook, what its metadata say about how it was graded.
        """
        student = planned.student
        self.done.append(student)
        for notebook, why in planned.to_run.items():
            self.again.setdefault(why, {}).setdefault(student, []).append(notebook)
        for notebook, receipt in receipts.items():
            if receipt.get("repaired"):
                self.repaired_in.setdefault(student, []).append(notebook)
            if receipt.get("refused"):
                self.refused_in.setdefault(student, []).append(notebook)

    def lose(self, student: str, why: str) -> None:
        """A submission could not be graded."""
        self.lost[student], self.failed = why, True
        self.log.error("%s: %s", printable(student), why)

    def stop(self, why: str) -> None:
        """The run ends before everything is graded, for a reason that is a sentence."""
        self.stopped, self.failed = why, True

    def show(self) -> None:
        """Show the last lines of the run."""
        for line in self.lines():
            self.log.info(line)
            say(line)

    def lines(self) -> Iterator[str]:
        """The last lines of the run."""
        for student, sentence in self.untimed.items():
            yield f"{printable(student)} counts as handed in without a time. {sentence}"
        left = [s for s in self.waiting if s not in self.done and s not in self.lost]
        waiting = [student for student in left if student not in self.kept]
        kept = [student for student in left if student in self.kept]
        lost = [*self.refused, *self.lost]
        counts = [
            (self.done, "graded"),
            (self.unchanged, "had been graded before (--force grades them again)"),
            (self.repaired_in, "repaired"),
            (self.refused_in, "with a notebook refused"),
            (lost, "not graded"),
            (kept, "not graded again"),
            (waiting, "not graded yet"),
        ]
        total = sum(map(len, (self.done, self.unchanged, lost, left)))
        said = ", ".join(f"{len(students)} {what}" for students, what in counts if students)
        if said:
            yield f"{self.assignment}, {total} submission{'s' * (total > 1)}: {said}."
        for what, students in (("Repaired", self.repaired_in), ("Refused", self.refused_in)):
            if students:
                yield f"{what}: {named(students)}."
        yield from self.changes()
        hidden = [name for name in self.done if name.startswith(".") or glob.has_magic(name)]
        if hidden:
            yield (
                "Graded, but nbgrader will find no feedback for names that begin with a dot or "
                f"hold one of [ ] * ?: {listed(hidden)}. Rename these folders."
            )
        if lost:
            yield f"Not graded: {listed(lost)}."
        if self.stopped:
            yield self.stopped
        if kept:
            yield f"Not graded again: {listed(kept, MOST)}. They keep the grades that they had."
        if waiting:
            yield f"Not graded yet: {listed(waiting, MOST)}. The same command goes on with them."

    def changes(self) -> Iterator[str]:
        """Whose grades are new although there had been some."""
        for why in (CHANGED, UNFINISHED):
            if why in self.again:
                yield f"Graded again, because {why}: {named(self.again[why])}."
        if CHECKS in self.again:
            yield f"Graded again, because {CHECKS}: {count(self.again[CHECKS])}."
        if self.new_times:
            yield f"Only time or penalty booked anew: {listed(self.new_times)}."


def named(students: Mapping[str, list[str]]) -> str:
    """Students with the notebooks that something is true of."""
    return "; ".join(f"{printable(name)} ({', '.join(found)})" for name, found in students.items())


def count(students: Mapping[str, list[str]]) -> str:
    """How many students something is true of, with the only one's name."""
    return named(students) if len(students) == 1 else f"{len(students)} submissions"
