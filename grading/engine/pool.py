"""What all notebooks of one grading run share: the warm process, judges, the next notebooks.

While some notebooks are judged, the cells of those after them run, also those of the next student.
Runs that show something are never under way together with runs that are judged.
"""

import contextlib
import functools
import gc
import math
import os
import re
import threading
from collections.abc import Callable, Hashable

from grading.engine.marking import Marking
from grading.engine.outcomes import ForkFailed
from grading.engine.results import RunResult
from grading.engine.run import Run, Work
from grading.engine.seats import Seats
from grading.engine.showing import Showing
from grading.engine.zygote import Zygote

#: How often a notebook is begun whose processes were ended from outside of it.
MOST_BEGINNINGS = 6
#: Modules that take long to import, by the word that tells that a notebook uses them. Each
#: optimiser of torch imports the compiler when it is made, also where nothing is compiled.
LARGE = {"torch": "torch", "sklearn": "sklearn.metrics", "optim": "torch._dynamo"}
WORDS = {word: re.compile(rf"\b{word}\b") for word in LARGE}
#: Bytes of a file of which it is remembered which of these words it has.
SMALL = 1 << 20


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


class Pool:
    """The `Workforce` of one machine. Starts on first use, and ends with the grading process.

    Parameters
    ----------
    workers : int, optional
        Notebooks whose cells run at the same time, and as many that are judged; by default as many
        as there are processors. All are forks of one warm process, whose memory they share.
    until : float
        When the warm process ends, as it takes it.
    """

    def __init__(self, workers: int | None = None, until: float = math.inf) -> None:
        self.employ(workers or processors())
        self.until = until
        self.zygote: Zygote | None = None
        self.waiting: dict[Hashable, Work] = {}  # in the order in which they are announced
        self.started: dict[Hashable, Run] = {}
        self.kind: type[Run] = Marking

    def employ(self, workers: int) -> None:
        """Have so many workers from now on, where nothing is under way."""
        self.workers = workers
        self.room_to_run, self.seats = threading.Semaphore(workers), Seats(workers)

    @property
    def ahead(self) -> int:
        """Notebooks that run, are judged or wait to be booked at the same time."""
        return 2 * self.workers

    def warm(self) -> Zygote:
        """The warm process, started anew where it ended unexpectedly.

        Called in the grader's main thread only: Linux ends the warm process together with the
        thread that started it.
        """
        if self.zygote is None or self.zygote.gone or self.zygote.process.poll() is not None:
            self.zygote = Zygote(self.until)
            # What nbgrader has imported stays; there is no need to look for garbage in it again.
            gc.freeze()
        return self.zygote

    def warm_for(self, work: Work) -> Zygote:
        """The warm process, with the large modules that a notebook uses."""
        zygote = self.warm()
        for module in large_modules(work):
            zygote.load(module)
        return zygote

    def expect(self, key: Hashable, work: Work, kind: type[Run] = Marking) -> None:
        """Announce a notebook; it is run as soon as earlier ones leave room.

        Parameters
        ----------
        key : hashable
            By which `finish` is going to ask for it.
        work : Work
        kind : type
            `Marking` finds its marks, `Showing` what people see.
        """
        self.turn_to(kind)
        self.waiting[key] = work
        self.go_on()

    def turn_to(self, kind: type[Run]) -> None:
        """End all runs of the other kind, and all judges before a run that shows something."""
        if kind is not self.kind:
            self.forget()
            self.kind = kind
        if kind is Showing:
            self.seats.dismiss()

    def go_on(self) -> None:
        """Run more notebooks, as many as there is room for.

        Raises
        ------
        ForkFailed
            If the system has no process or thread for the only one that would run.
        """
        while self.waiting and len(self.started) < self.ahead:
            key = next(iter(self.waiting))
            try:
                self.started[key] = self.start(self.waiting[key], self.kind)
            except (OSError, RuntimeError) as error:
                if self.started:
                    return  # there may be room when these are through
                raise ForkFailed(str(error)) from None
            del self.waiting[key]

    def start(self, work: Work, kind: type[Run] = Marking) -> Run:
        zygote = self.warm_for(work)
        run = kind(zygote, self, work)
        run.start()
        return run

    def finish(self, key: Hashable, work: Callable[[], Work], kind: type[Run] = Marking) -> Run:
        """A run that is through, perhaps ahead of time.

        Parameters
        ----------
        key : hashable
        work : callable
            Returns the `Work`; called where the notebook was not announced.
        kind : type
            As in `expect`.

        Returns
        -------
        Run
        """
        if kind is self.kind and key in self.waiting:  # it has its turn before others
            self.started[key] = self.start(self.waiting.pop(key), kind)
        if kind is not self.kind or key not in self.started:
            self.forget()
            self.expect(key, work(), kind)
        try:
            run = self.seen_through(self.started.pop(key))
        except Exception:
            self.forget()
            raise
        with contextlib.suppress(ForkFailed):  # told when somebody asks for what did not start
            self.go_on()
        return run

    def seen_through(self, run: Run) -> Run:
        """A run that is through: this one, or the same begun again where that was ended."""
        for beginnings_left in reversed(range(MOST_BEGINNINGS)):
            try:
                run.finished()
                break
            except BaseException as error:
                # Nothing that a student did: the system, or somebody, ended what ran it.
                if isinstance(error, ForkFailed) and beginnings_left:
                    run.close()
                    run = self.start(run.work, type(run))
                    continue
                if not isinstance(error, Exception):  # this process is about to end
                    self.want_none()
                run.close()
                raise
        return run

    def result(self, key: Hashable, work: Work, kind: type[Run] = Marking) -> RunResult:
        """What a run has found, whose processes have ended; see `finish`."""
        run = self.finish(key, lambda: work, kind)
        run.close()
        return run.result()

    def check(self, work: Work) -> None:
        """Start the warm process and a judge for a notebook; see whether there are walls.

        Raises
        ------
        SandboxRefused
        PreambleFailed
        """
        zygote = self.warm_for(work)  # a judge that is there before it loads more is made anew
        with self.seats.taken() as seat:
            seat.judge_of(zygote, work, first=True)

    def forget(self) -> None:
        """End what runs ahead; the grader went on with something else."""
        self.want_none()
        while self.started:
            self.started.pop(next(iter(self.started))).close()

    def leave(self) -> None:
        """Nothing: where a server grades, the next run finds what this one has warmed up."""

    def want_none(self) -> None:
        """Have all that runs ahead end soon: who is closed first may wait for another's judge."""
        self.waiting.clear()
        for run in self.started.values():
            run.unwanted = True


def large_modules(work: Work) -> list[str]:
    """Modules of `LARGE` of which a notebook tells, its reference, or a file beside one of them."""
    files, texts = [*work.files.items(), *work.judge_files.items()], [work.preamble]
    texts += [cell.source for cell in work.cells]
    if work.reference:
        files += work.reference.files.items()
        texts += work.reference.cells
    found = set().union(*map(words_of, texts))
    for name, content in files:
        if name.endswith(".py"):
            look = words_in if len(content) <= SMALL else words_in.__wrapped__
            found |= look(content)
    return [module for word, module in LARGE.items() if word in found]


@functools.lru_cache(500)
def words_in(content: bytes) -> frozenset[str]:
    """The words of `LARGE` in a file, of which most lie beside all notebooks of a class."""
    return words_of(content.decode(errors="replace"))


def words_of(text: str) -> frozenset[str]:
    """The words of `LARGE` in a text."""
    return frozenset(word for word, pattern in WORDS.items() if pattern.search(text))
