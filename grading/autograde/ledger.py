"""What became of every submission of a run, and the last lines that an instructor reads."""

import glob
import math
from collections.abc import Iterable, Iterator, Mapping
from logging import Logger

from grading.autograde.moves import Move
from grading.autograde.plan import CHANGED, CHECKS, DISAGREE, NO_RECEIPT, Planned
from grading.counts import counted
from grading.intake.folders import Submissions
from grading.intake.stamps import TIMESTAMP
from grading.letters import printable
from grading.terminal import MOST_NAMES, say
from grading.times import Time, shown

#: Which command proves the checks of an assignment.
UNPROVED = (
    "The checks of {notebooks} failed their proof, and grades are made with them: "
    "`make release ASSIGNMENTS={assignment}` says what is wrong and proves them again."
)
#: What nobody is graded again for, since it changes few marks and may be meant for readers alone.
OUTDATED = (
    "{assignment}: solutions in the source have changed since {submissions} graded "
    "({notebooks}). They stand in where a student has failed an earlier task; "
    "`nbgrader autograde {assignment} --force` grades everybody with them."
)


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
    ahead : dict of str to Time
        Students whose time of handing in has not come yet.
    vanished : list of str
        Lines of `grading.autograde.vanished`.
    forced : bool
        Whether everything is graded again.
    kept_points : dict of str to list of str
        By student grade cells that earn less by checks that have changed, and keep their points.
    fell : dict of str to list of str
        By student grade cells that have fewer points than before.
    recalled : int
        Notebooks whose cells did not run, because they had run before.
    unproved : list of str
        Notebooks whose checks failed their proof.
    outdated : dict of str to list of str
        By student notebooks that stay as they are, though solutions have changed since.
    to_show : dict of str to list of str
        By student the notebooks that have their marks, and whose outputs are still to be made.
    only_shown : dict of str to list of str
        By student notebooks that had their marks before, and whose outputs this run has made.
    marks_only : bool
        Whether this run was asked for marks alone.
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
        self.ahead: dict[str, Time] = {}
        self.again: dict[str, dict[str, list[str]]] = {}
        self.vanished: list[str] = []
        self.gone: dict[str, list[str]] = {}
        self.kept_points: dict[str, list[str]] = {}
        self.fell: dict[str, list[str]] = {}
        self.forced, self.unproved, self.recalled = False, [], 0
        self.outdated: dict[str, list[str]] = {}
        self.to_show: dict[str, list[str]] = {}
        self.only_shown: dict[str, list[str]] = {}
        self.marks_only = False
        self.stopped, self.failed = "", False

    @classmethod
    def of(cls, submissions: Submissions, log: Logger) -> "Ledger":
        """The ledger of a run that begins with these submissions."""
        assignment = submissions.original.assignment_id
        ledger = cls(assignment, submissions.refused, submissions.untimed, log)
        ledger.ahead, ledger.failed = submissions.ahead, submissions.failed
        return ledger

    def book(self, planned: Planned, receipts: Mapping[str, dict]) -> None:
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
        if planned.gone:
            self.gone[student] = planned.gone
        for notebook, receipt in receipts.items():
            self.recalled += "found" in receipt
            if receipt.get("repaired"):
                self.repaired_in.setdefault(student, []).append(notebook)
            if receipt.get("refused"):
                self.refused_in.setdefault(student, []).append(notebook)

    def keep_moves(self, student: str, moves: Iterable[Move]) -> None:
        """Points of a submission that was graded before have moved, or stand all the same."""
        for move in moves:
            if move.stands is not None:
                self.kept_points.setdefault(student, []).append(move.cell)
            elif move.after < move.before:
                self.fell.setdefault(student, []).append(move.cell)

    def shown(self, student: str, notebook: str) -> None:
        """The outputs of a notebook were made."""
        left = [name for name in self.to_show[student] if name != notebook]
        self.to_show |= {student: left}
        if student not in self.done:
            self.only_shown.setdefault(student, []).append(notebook)

    def lose(self, student: str, why: str) -> None:
        """A submission could not be graded."""
        self.lost[student], self.failed = why, True
        self.log.error("%s: %s", printable(student), why)

    def stop(self, why: str) -> None:
        """The run ends before everything is graded, for a reason that is a sentence."""
        self.stopped, self.failed = why, True

    def show(self) -> None:
        """Show the last lines of the run; the log gets them with all names."""
        for line in self.lines(most=math.inf):
            self.log.info(line)
        for line in self.lines():
            say(line)

    def lines(self, most: float = MOST_NAMES) -> Iterator[str]:
        """The last lines of the run.

        Parameters
        ----------
        most : float
            How many students a line names before it counts the others.
        """
        for student, sentence in self.untimed.items():
            yield f"{printable(student)} counts as handed in without a time. {sentence}"
        for student, time in self.ahead.items():
            yield (
                f"{printable(student)} handed in at a time that has not come yet, "
                f"{shown(time, time.given_in)}. It counts as it stands: correct {TIMESTAMP} if it "
                "is wrong."
            )
        yield from self.counts()
        if self.recalled:
            notebooks = counted(self.recalled, "notebook")
            yield f"Graded by what a run of the same cells and files has found: {notebooks}."
        for what, students in (("Repaired", self.repaired_in), ("Refused", self.refused_in)):
            if students:
                yield f"{what}: {with_notebooks(students, most)}."
        yield from self.changes(most)
        hidden = [name for name in self.done if name.startswith(".") or glob.has_magic(name)]
        if hidden:
            yield (
                "Graded, but nbgrader will find no feedback for names that begin with a dot or "
                f"hold one of [ ] * ?: {names_of(hidden, most)}. Rename these folders."
            )
        yield from self.vanished
        if self.outdated:
            yield OUTDATED.format(
                assignment=self.assignment,
                submissions=counted(len(self.outdated), "submission was", "submissions were"),
                notebooks=", ".join(sorted({name for of in self.outdated.values() for name in of})),
            )
        yield from self.rest(most)
        if self.unproved:
            notebooks = ", ".join(self.unproved)
            yield UNPROVED.format(notebooks=notebooks, assignment=self.assignment)

    def left(self) -> tuple[list[str], list[str]]:
        """Whose turn has not come: those who keep their grades, and those who have none yet."""
        left = [s for s in self.waiting if s not in self.done and s not in self.lost]
        return [s for s in left if s in self.kept], [s for s in left if s not in self.kept]

    def counts(self) -> Iterator[str]:
        """What became of how many."""
        kept, waiting = self.left()
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
        total = sum(map(len, (self.done, self.unchanged, lost, kept, waiting)))
        said = ", ".join(f"{len(students)} {what}" for students, what in counts if students)
        if said:
            yield f"{self.assignment}, {counted(total, 'submission')}: {said}."

    def rest(self, most: float) -> Iterator[str]:
        """Who was not graded, and why the run ended before everybody was."""
        kept, waiting = self.left()
        if lost := [*self.refused, *self.lost]:
            yield f"Not graded: {names_of(lost, most)}."
        if self.stopped:
            yield self.stopped
        if kept:
            yield f"Not graded again: {names_of(kept, most)}. They keep the grades that they had."
        again = "The same command, without --force," if self.forced else "The same command"
        if pending := [student for student, notebooks in self.to_show.items() if notebooks]:
            how = (
                "A run with pages makes them." if self.marks_only else f"{again} goes on with them."
            )
            yield (
                "Marks are booked, outputs and figures are still to be made: "
                f"{names_of(pending, most)}. {how}"
            )
        if waiting:
            yield f"Not graded yet: {names_of(waiting, most)}. {again} goes on with them."

    def changes(self, most: float) -> Iterator[str]:
        """Whose grades are new although there had been some."""
        for why in (CHANGED, NO_RECEIPT, DISAGREE):
            if why in self.again:
                yield f"Graded again, because {why}: {with_notebooks(self.again[why], most)}."
        if students := self.again.get(CHECKS):
            # Mostly the whole class, whose names say nothing.
            few = len(students) == 1 or most > MOST_NAMES
            who = with_notebooks(students, most) if few else counted(len(students), "submission")
            yield f"Graded again, because {CHECKS}: {who}."
        if self.kept_points:
            yield (
                "Fewer points by checks that have changed, and kept as they were: "
                f"{self.cells_of(self.kept_points, most)}; "
                "--JudgedExecute.may_lower=True takes them away."
            )
        if self.fell:
            yield f"Fewer points than before: {self.cells_of(self.fell, most)}."
        if self.gone:
            gone = with_notebooks(self.gone, most)
            yield f"Graded before and not there any more, so checks give no points: {gone}."
        if self.only_shown:
            shown = with_notebooks(self.only_shown, most)
            yield f"Outputs and figures made of earlier marks: {shown}."
        if self.new_times:
            yield f"Only time or penalty booked anew: {names_of(self.new_times, most)}."

    def cells_of(self, students: Mapping[str, list[str]], most: float) -> str:
        """How many grade cells of which students, and what shows them."""
        cells = counted(sum(map(len, students.values())), "cell")
        command = f"python -m grading.adapters.moves {self.assignment} --applied"
        return f"{cells} of {names_of(students, most)}. `{command}` shows them"


def names_of(students: Iterable[str], most: float) -> str:
    """Names of students for a line."""
    return first_of([printable(name) for name in students], ", ", most)


def with_notebooks(students: Mapping[str, list[str]], most: float = MOST_NAMES) -> str:
    """Students with the notebooks that something is true of."""
    texts = [f"{printable(name)} ({', '.join(found)})" for name, found in students.items()]
    return first_of(texts, "; ", most)


def first_of(texts: list[str], between: str, most: float) -> str:
    """The first of them, and how many more there are."""
    shown = texts if most >= len(texts) else texts[: int(most)]
    more = len(texts) - len(shown)
    return between.join(shown) + (f" and {more} more, whom the log names" if more else "")
