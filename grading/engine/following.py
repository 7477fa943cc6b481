"""Marks that follow through: a slip costs its own points once, and not those of later tasks.

Where a grade cell fails and tasks before it have failed, or a later cell has given one of their
names to something else, it is judged once more, against a copy of the student's process in which
the names of these tasks are proxies for the reference. The better
verdict counts. The second one counts only if a proxy was called, which the reference's process
reports. Where both fail its message is the one that helps; as in a hidden test, nothing that the
student's code says of an error comes with it.
"""

import socket
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from nbformat.v4 import new_output

from grading.engine.forks import Answering, Witness
from grading.engine.outcomes import Ended
from grading.engine.results import Judgement
from grading.engine.run import Cell, Work
from grading.engine.setting import JudgedTask
from grading.engine.verdicts import Verdict

if TYPE_CHECKING:
    from grading.engine.marking import Marking


class Following:
    """The judgement of one grade cell, and the second one where it needs one.

    Parameters
    ----------
    submission : Marking
    position : int
        Of the grade cell.
    lost : dict of int to JudgedTask
        From `lost_before`.
    """

    def __init__(
        self, submission: "Marking", position: int, lost: Mapping[int, JudgedTask]
    ) -> None:
        self.submission, self.position, self.clock = submission, position, submission.clock
        self.lost = lost
        self.reference = submission.reference_kernel() if self.lost else None

    def judgement(self) -> Judgement:
        """The better of the two judgements of the grade cell."""
        submission, position = self.submission, self.position
        if not self.reference:
            return submission.grade(position)
        witness = submission.witnesses.get(position)
        spare = witness and witness.spare(self.clock)
        # What hung once would hang again, and take the time of the second judgement.
        first = any(place in submission.stopped for place in self.lost)
        try:
            given = self.given_right(spare) if first else None
            if given and given.verdict.passed:
                return given
            alone = submission.grade(position)
            # What is not written is said in these words, whatever came before it.
            if alone.verdict.passed or alone.verdict.kind == "unwritten":
                return alone
            if not first:
                given = self.given_right(spare)
            if given and given.verdict.passed:
                submission.stopped.pop(position, None)
            return given or alone
        finally:
            if spare:
                spare.close()

    def given_right(self, witness: Witness | None) -> Judgement | None:
        """The judgement given right earlier tasks; None if that changes nothing."""
        submission = self.submission
        if submission.why_not() is not None:
            return None
        witness = witness or submission.fresh(self.position)
        answering = self.connect(witness) if witness else None
        if witness is None or answering is None:
            if witness:
                submission.release(witness)
            return None
        try:
            judged = submission.ask(self.position, witness, secret=True)
            labels = self.labels(answering.called())
        except Ended:
            return None
        finally:
            answering.close()
            submission.release(witness)
        if judged.gone or not labels:
            return None
        words = submission.work.words
        tasks = words.tasks(labels)
        return noted(judged, tasks, words.given_right(tasks, judged.verdict.passed))

    def connect(self, witness: Witness) -> Answering | None:
        """Give a witness its proxies; who answers them, or None."""
        students, theirs = socket.socketpair()
        with students, theirs:
            reference = self.reference
            answering = (
                reference.reference(sorted(self.names()), theirs, self.clock) if reference else None
            )
            if answering:
                witness.give_proxies(sorted(self.names()), students)
                witness.helpers.append(answering.process)
        return answering

    def names(self) -> frozenset[str]:
        """Names that are proxies in a second judgement; the task's own are never among them."""
        lost = frozenset().union(*(task.names for task in self.lost.values()))
        own = self.submission.cells[self.position].task
        return lost - own.names if own else lost

    def labels(self, called: Iterable[object]) -> list[str]:
        """What students know the tasks by whose proxies were called."""
        tasks = self.lost.values()
        called = {name for name in called if isinstance(name, str)} & self.names()
        return list(dict.fromkeys(task.label for task in tasks if task.names & called))


def lost_before(
    work: Work, verdicts: Sequence[Verdict | None], position: int
) -> dict[int, JudgedTask]:
    """Earlier tasks that have failed or were overwritten, by the positions of their grade cells."""
    task = work.cells[position].task
    if task is None or work.reference is None:
        return {}
    judged = enumerate(zip(work.cells, verdicts, strict=True))
    return {
        place: cell.task
        for place, (cell, verdict) in judged
        if cell.task is not None
        and cell.task.number < task.number
        and cell.task.names - task.names
        and verdict is not None
        and (not verdict.passed or is_overwritten(cell.task, work.cells[place + 1 : position]))
    }


def is_overwritten(task: JudgedTask, later: Iterable[Cell]) -> bool:
    """Whether cells after the check of a task define its names once more."""
    return any(cell.names & task.names for cell in later if not cell.judged)


def noted(judged: Judgement, tasks: str, note: str) -> Judgement:
    """A judgement that says which earlier tasks were right ones."""
    outputs = judged.outputs
    for output in outputs:
        if output.output_type == "stream" and output.name == "stdout":
            output.text += note
            break
    else:
        outputs = [new_output("stream", name="stdout", text=note), *outputs]
    return Judgement(outputs, replace(judged.verdict, given=tasks))
