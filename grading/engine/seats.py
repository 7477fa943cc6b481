"""Judges of one run: as many as notebooks are judged at the same time, each in its seat."""

import contextlib
import queue
from collections.abc import Iterator

from grading.engine.forks import Judge
from grading.engine.outcomes import ForkFailed, PreambleFailed
from grading.engine.run import Work
from grading.engine.zygote import Zygote


class Seat:
    """A place for one judge, which stays as long as what it is made of is the same."""

    def __init__(self) -> None:
        self.judge: Judge | None = None
        self.made_for: tuple | None = None

    def judge_of(self, zygote: Zygote, work: Work, first: bool = False) -> Judge:
        """The judge for a notebook, another one where the one that sits here cannot be it.

        Parameters
        ----------
        zygote : Zygote
        work : Work
        first : bool
            Whether no student's code has run at all; see `grading.engine.waiting.hello`.

        Raises
        ------
        PreambleFailed
            Where no student's code has run; later it is `ForkFailed`.
        SandboxRefused
        """
        limits, walls = work.rules.limits, work.rules.walls
        most, files = tuple(limits.numbers().items()), tuple(work.judge_files.items())
        # One that was there before a large module would import that module for each cell anew.
        key = zygote, frozenset(zygote.loaded), work.preamble, walls, most, files
        if self.judge is None or self.made_for != key or not self.judge.usable:
            self.dismiss()
            try:
                self.judge = Judge(zygote, work.judge_files, work.preamble, limits, walls, first)
            except PreambleFailed as failure:
                if first:
                    raise
                # It has run before, so the system is short of something, and the preamble right.
                raise ForkFailed(f"a judge could not be prepared: {failure.error}") from None
            self.made_for = key
        return self.judge

    def dismiss(self) -> None:
        """End the judge that sits here, if there is one."""
        judge, self.judge, self.made_for = self.judge, None, None
        if judge is not None:
            judge.close()


class Seats:
    """A number of seats, taken by notebooks one after another."""

    def __init__(self, number: int) -> None:
        self.all = [Seat() for _ in range(number)]
        # The one that was left last is taken first: a single notebook always meets the same judge.
        self.free: queue.LifoQueue[Seat] = queue.LifoQueue()
        for seat in reversed(self.all):
            self.free.put(seat)

    @contextlib.contextmanager
    def taken(self) -> Iterator[Seat]:
        """Wait for a free seat, which is free again afterwards."""
        seat = self.free.get()
        try:
            yield seat
        finally:
            self.free.put(seat)

    def dismiss(self) -> None:
        """End all judges."""
        for seat in self.all:
            seat.dismiss()
