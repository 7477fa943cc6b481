"""The first run of a notebook, for its marks: its own cells, then its grade cells before a judge.

What cells print and draw is dropped, and cells that are only there to be looked at are not run:
nothing can show what a judge asks later.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from grading.engine.following import Following, lost_before
from grading.engine.forks import Kernel, Witness
from grading.engine.outcomes import CellTimeout, Ended, JudgeEnded, KernelDied, ReferenceFailed
from grading.engine.reference import started
from grading.engine.results import Judgement, Own, RunResult, variant
from grading.engine.run import Cell, Run, Work
from grading.engine.seats import Seat
from grading.engine.setting import JudgedTask
from grading.engine.verdicts import Verdict
from grading.engine.zygote import Zygote

if TYPE_CHECKING:
    from grading.engine.pool import Pool

#: A command of IPython's, on top of a cell, after which nothing of what the cell defines stays.
KEEPS = re.compile(
    r"\s*(%%(?:bash|cmd|file|html|javascript|js|latex|markdown|perl|python[23]?|ruby|script|sh|svg|"
    r"timeit|writefile))\b"
)
#: Of how many names a check is told why they are missing, for each cell, and how long they are.
MOST_NAMES, LONGEST_NAME = 200, 80
#: How often a grade cell gets another witness, where the first one or the judge was lost.
MORE_WITNESSES = 2


class Marking(Run):
    """Runs the notebook's own cells as soon as the engine has room for that, and then has the
    others judged as soon as a judge is free.

    Attributes
    ----------
    seat : Seat
        Who judges it sits there, from when it has its turn.
    verdicts : list
        On each cell; None where no judge runs it.
    no_reference : ReferenceFailed or None
        Why later tasks are not judged again, where the instructor's answers are to blame.
    judged : dict of int to (str, Judgement)
        Of each grade cell what `RunResult` has of it.
    own_before : Own or None
        What became of its own cells in an earlier run, where none of them had to run again.
    """

    seat: Seat

    def __init__(self, zygote: Zygote, pool: "Pool", work: Work) -> None:
        super().__init__(zygote, pool, work)
        self.witnesses: dict[int, Witness | None] = {}
        self.verdicts: list[Verdict | None] = [None] * len(self.cells)
        self.reference: Kernel | None = None
        self.no_reference: ReferenceFailed | None = None
        self.judged: dict[int, tuple[str, Judgement]] = {}
        self.own_before: Own | None = None

    def work_through(self) -> None:
        if self.judge_from_records():
            return
        with self.pool.room_to_run:
            self.run_cells()
        with self.pool.seats.taken() as self.seat:
            try:
                self.judge_cells()
            finally:
                if self.reference is not None:
                    self.reference.close()

    def judge_from_records(self) -> bool:
        """Judge what is not known by what was said before; whether that is enough."""
        own, places = self.work.known.own, [n for n, c in enumerate(self.cells) if c.judged]
        if own is None or not self.work.known.exchanges:
            return False
        self.broken = dict(own.broken)
        with self.pool.seats.taken() as self.seat:
            for position in places:
                lost = lost_before(self.work, self.verdicts, position)
                known = self.work.known.judgement(position, lost) or self.judge_from_record(
                    position, lost
                )
                # Had it asked less than before, later answers could be others than they were.
                if known is None or (known.asked_less and position != places[-1]):
                    self.forget_all()
                    return False
                self.note(position, lost, known)
        self.outputs = [
            found if cell.judged else before
            for cell, found, before in zip(self.cells, self.outputs, own.outputs, strict=True)
        ]
        self.own_before = own
        return True

    def judge_from_record(self, position: int, lost: Mapping[int, JudgedTask]) -> Judgement | None:
        """The judgement by what was said before; None where the check asks anything else."""
        record = self.work.known.exchanges.get(position, "")
        if lost or self.unwanted or not record:
            return None
        try:
            with self.clock.all_counts():
                judged = self.ask(position, record)
        except Ended:
            return None
        return None if judged.gone else judged

    def forget_all(self) -> None:
        """Begin anew, with nothing judged."""
        self.outputs = [None] * len(self.cells)
        self.verdicts = [None] * len(self.cells)
        self.judged, self.broken = {}, {}

    def runs(self, cell: Cell) -> bool:
        return bool(cell.runs) and not cell.only_displayed

    def run_cells(self) -> None:
        """Run the notebook's own cells, and leave a witness at each grade cell."""
        self.start_kernel()
        for position, cell in enumerate(self.cells):
            if self.unwanted:
                return
            with self.clock.all_counts():
                if cell.judged:
                    self.witnesses[position] = self.kernels[-1].witness(self.clock)
                if self.runs(cell):
                    outputs = self.room.fit(self.run_cell(position))
                    self.outputs[position] = None if cell.judged else outputs

    def judge_cells(self) -> None:
        """Have the grade cells judged."""
        for position, cell in enumerate(self.cells):
            if self.unwanted:
                return
            if cell.judged:
                lost = lost_before(self.work, self.verdicts, position)
                judged = self.judgement(position, lost)
                self.note(position, lost, judged)

    def note(self, position: int, lost: Mapping[int, JudgedTask], judged: Judgement) -> None:
        """Note the judgement on a grade cell, after some earlier tasks were lost."""
        self.outputs[position], self.verdicts[position] = judged.outputs, judged.verdict
        self.judged[position] = variant(lost), judged

    def judgement(self, position: int, lost: Mapping[int, JudgedTask]) -> Judgement:
        """Have a grade cell judged, after some earlier tasks were lost."""
        # Starting a judge or a reference does not count as time of the notebook.
        self.seat.judge_of(self.zygote, self.work)
        following = Following(self, position, lost)
        with self.clock.all_counts():
            return following.judgement()

    def reference_kernel(self) -> Kernel | None:
        """The kernel that has run the reference; None where there is none, or where it fails."""
        wanted = self.work.reference
        if wanted is not None and self.reference is None and self.no_reference is None:
            try:
                self.reference = started(self.zygote, wanted, self.rules)
            except ReferenceFailed as failure:
                self.no_reference = failure
        return self.reference

    def is_needed(self, kernel: Kernel) -> bool:
        return any(witness and witness.kernel is kernel for witness in self.witnesses.values())

    def grade(self, position: int) -> Judgement:
        """Have a grade cell judged, again where witness or judge were lost."""
        lost: Ended = KernelDied(begun=False)
        for witness in (self.witnesses.pop(position, None), *(None,) * MORE_WITNESSES):
            if witness is None and self.why_not() is None:
                witness = self.fresh(position)
            if witness is None:
                continue
            try:
                judged = self.ask(position, witness)
                if judged.gone == "during" and not witness.kernel.lives():
                    return self.cut_short(position, witness.kernel.why_it_ended())
                if judged.gone != "before":
                    return judged
            except JudgeEnded as end:
                lost = end
            except CellTimeout as end:
                # A copy may wait for something that only its kernel has; a loop computes.
                if not (witness.is_copy and end.waited):
                    return self.cut_short(position, end)
                lost = end
            except Ended as end:
                return self.cut_short(position, end)
            finally:
                self.release(witness)
        return self.cut_short(position, self.why_not() or lost)

    def cut_short(self, position: int, end: Ended) -> Judgement:
        """The judgement of a grade cell that did not come to its own end."""
        return Judgement(self.stop(position, end), Verdict.ended(end, self.work.words.ended(end)))

    def ask(self, position: int, witness: Witness | str, secret: bool = False) -> Judgement:
        """Have a judge ask a witness what a grade cell wants to know; see `Judge.grade`."""
        judge = self.seat.judge_of(self.zygote, self.work)
        cell, missing = self.cells[position], self.missing(position)
        students = self.work.students
        return judge.grade(
            cell.source, students, witness, self.clock, secret, cell.setting, missing
        )

    def fresh(self, position: int) -> Witness | None:
        """A kernel that has run the cells before a grade cell once more, and answers itself.

        It has all threads and processes that these cells started, which no copy has.
        """
        return self.replay(position).testify(self.clock)

    def release(self, witness: Witness) -> None:
        """End the kernel of a witness that nothing else needs."""
        if not witness.is_copy:
            witness.kernel.close()

    def missing(self, position: int) -> dict[str, str]:
        """What is said in a grade cell of a name that is not there, by names."""
        said, words = self.misplaced(position), self.work.words
        for place, cell in enumerate(self.cells[:position]):
            why = self.stopped.get(place) or self.broken.get(place)
            if keeps := KEEPS.match(cell.source):
                said |= {name: words.kept(name, keeps[1]) for name in short(cell.names)}
            elif why is not None:
                said |= {name: words.missing(name, why) for name in short(cell.names)}
        return said

    def misplaced(self, position: int) -> dict[str, str]:
        """What is said of names that only later cells define, and of asked ones that none does."""
        before, after = (
            frozenset().union(*(cell.names for cell in cells if not cell.judged))
            for cells in (self.cells[:position], self.cells[position:])
        )
        words, asked = self.work.words, frozenset(self.work.students)
        others = short((before | after) - asked)
        absent = {
            name: words.absent(name, get_close_matches(name, others, 1))
            for name in asked - before - after
        }
        return absent | {name: words.later(name) for name in short(after - before)}

    def account(self) -> dict[str, object]:
        return dict(self.own_before.account) if self.own_before else super().account()

    def result(self) -> RunResult:
        return replace(
            super().result(),
            verdicts=self.verdicts,
            no_reference=self.no_reference,
            judged=self.judged,
        )

    def close(self) -> None:
        super().close()
        for witness in self.witnesses.values():
            if witness is not None:
                witness.close()


def judgements(work: Work) -> dict[int, tuple[str, Judgement]]:
    """What is known of the grade cells before the first one that has to be judged."""
    verdicts: list[Verdict | None] = [None] * len(work.cells)
    found: dict[int, tuple[str, Judgement]] = {}
    for position in (n for n, cell in enumerate(work.cells) if cell.judged):
        lost = lost_before(work, verdicts, position)
        known = work.known.judgement(position, lost)
        if known is None:
            break
        verdicts[position] = known.verdict
        found[position] = variant(lost), known
    return found


def recalled(work: Work) -> RunResult | None:
    """The marks of a notebook of which everything is known; None where something has to run."""
    own, judged = work.known.own, judgements(work)
    if own is None or len(judged) < sum(cell.judged for cell in work.cells):
        return None
    outputs = list(own.outputs)
    verdicts: list[Verdict | None] = [None] * len(work.cells)
    for position, (_, known) in judged.items():
        outputs[position], verdicts[position] = known.outputs, known.verdict
    return RunResult(outputs, verdicts, dict(own.account), broken=own.broken, judged=judged)


def short(names: Collection[str]) -> list[str]:
    """Those of some names of which something is said: not too many, and no long ones."""
    return [name for name in sorted(names)[:MOST_NAMES] if len(name) <= LONGEST_NAME]
