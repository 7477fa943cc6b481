"""Grades what arrives: marks at once, pages when nobody waits for marks.

What has to be done is read from what was handed in and what is kept of it; in memory is only what
has been looked at already. So a run that ends, however it ends, has nothing to lose.
"""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from grading.autograde.attempts import Attempt, attempts
from grading.intake.arrivals import Arrivals, Files
from grading.intake.folders import Submissions
from grading.intake.spelling import composed
from grading.letters import listed, printable
from grading.records.gradebook import GradebookFailed
from grading.terminal import MOST_NAMES

WAITS = "{student} has handed in again; that is graded at {time}, when the pause is over."
ARRIVING = "Still arriving, as far as can be told: {students}. The next call looks at them again."


@dataclass(frozen=True)
class Done:
    """How a command ended: whether all went well, and what it said."""

    well: bool
    lines: list[str]


class Commands(Protocol):
    """The commands by which work is collected, graded and shown, as an instructor calls them."""

    def collect(self) -> None:
        """Get what was handed in elsewhere."""

    def take_in(self, without: Collection[str]) -> Submissions:
        """Take in what was handed in, but that of some students."""

    def grade(self, student: str) -> Done:
        """Grade the work of a student, for the marks."""

    def show(self, student: str, runs: bool) -> Done:
        """Write the pages of a student; `runs` says whether outputs are made for them."""


class Watching:
    """Looks at what was handed in, and has whatever is due graded or shown.

    Parameters
    ----------
    arrivals : Arrivals
    commands : Commands
    pause : float
        Seconds between two attempts of a student.
    makes_pages : bool
        Whether grading makes the outputs that people see.
    tell : callable
        Takes a line for each event.
    now : callable
        The time in seconds since 1970.

    Attributes
    ----------
    failed : bool
        Whether something went wrong.
    """

    def __init__(
        self,
        arrivals: Arrivals,
        commands: Commands,
        pause: float,
        makes_pages: bool,
        tell: Callable[[str], None],
        now: Callable[[], float] = time.time,
    ) -> None:
        self.arrivals, self.commands, self.pause = arrivals, commands, pause
        self.makes_pages, self.tell, self.now = makes_pages, tell, now
        self.known: dict[str, Files] = {}
        self.attempts: dict[str, Attempt] = {}
        self.trouble, self.failed = "", False
        self.told: dict[str, Files] = {}
        self.refused: dict[str, str] = {}

    def once(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """Do all that has to be done now; what is still arriving gets a moment."""
        self.work()
        if self.arrivals.moving():
            sleep(self.arrivals.still)
            self.work()
        if moving := self.arrivals.moving():
            self.tell(ARRIVING.format(students=listed(moving, MOST_NAMES)))

    def work(self) -> None:
        """Do all that has to be done now."""
        try:
            self.commands.collect()
            while self.step():
                pass
        except (GradebookFailed, OSError) as error:  # perhaps it can be used a moment later
            self.failed = True
            if str(error) != self.trouble:
                self.tell(str(error))
            self.trouble = str(error)
        else:
            self.trouble = ""

    def step(self) -> bool:
        """Grade or show the work of one student; whether there was any to do."""
        self.look()
        if (name := next(self.to_grade(), None)) is not None:
            self.grade(name)
        elif (name := next(self.to_show(), None)) is not None:
            self.show(name)
        else:
            return False
        return True

    def look(self) -> None:
        """See what has arrived, and compare it with what is booked."""
        self.arrivals.look()
        settled = self.arrivals.settled()
        fresh = {name for name, files in settled.items() if self.known.get(name) != files}
        if not fresh:
            return
        submissions = self.commands.take_in(without=self.arrivals.seen.keys() - fresh)
        for student, why in submissions.refused.items():
            if self.refused.get(student) != why:
                self.tell(f"{printable(student)}: {why}")
        self.refused |= submissions.refused
        for one in attempts(submissions, self.makes_pages):
            self.attempts.pop(composed(one.student), None)  # whoever comes last is last
            self.attempts[composed(one.student)] = one
        self.known |= {name: settled[name] for name in fresh}

    def complete(self) -> Iterator[tuple[str, Attempt]]:
        """Students whose work is as it was when it was looked at."""
        settled = self.arrivals.settled()
        for name, one in self.attempts.items():
            if name in settled and settled[name] == self.known[name]:
                yield name, one

    def to_grade(self) -> Iterator[str]:
        """Students whose work is graded now; of the others it is said when that will be."""
        for name, one in self.complete():
            if not one.is_new:
                continue
            if (due := self.due(one)) <= self.now():
                yield name
            elif not one.failed and self.told.get(name) != self.known[name]:
                at = time.strftime("%H:%M:%S", time.localtime(due))
                self.tell(WAITS.format(student=printable(one.student), time=at))
                self.told[name] = self.known[name]

    def due(self, one: Attempt) -> float:
        """When a student is graded who has handed in again, or could not be graded before."""
        may_wait = (one.by_student or one.failed) and one.graded <= self.now()
        return one.graded + self.pause if one.graded and may_wait else 0.0

    def to_show(self) -> Iterator[str]:
        """Students whose pages are made now."""
        yield from (name for name, one in self.complete() if one.to_show)

    def grade(self, name: str) -> None:
        """Grade the work of a student; what fails is tried again when a pause is over.

        It fails for what is not the student's: a gradebook that is away, a full disk.
        """
        one = self.attempts[name]
        done = self.commands.grade(one.student)
        self.attempts[name] = replace(
            one, is_new=not done.well, failed=not done.well, to_show=done.well, graded=self.now()
        )
        self.note(done)

    def show(self, name: str) -> None:
        """Make the pages of a student."""
        one = self.attempts[name]
        # Who has handed in again meanwhile would be graded by what makes the outputs.
        done = self.commands.show(one.student, runs=not one.is_new)
        self.attempts[name] = replace(one, to_show=False)
        self.note(done)

    def note(self, done: Done) -> None:
        """Tell how a command ended."""
        self.failed |= not done.well
        for line in done.lines:
            self.tell(line)
