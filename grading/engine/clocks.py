"""The time that a notebook has, without that in which others held the processors."""

import contextlib
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

from grading.engine.awake import seconds_awake
from grading.engine.outcomes import CellTimeout
from grading.engine.processes import Process

#: A process that works for a smaller part of the time than this is taken to be waiting.
WAITING = 0.1
#: How much longer a cell may take, in units of its time, while others hold the processors.
STARVED = 2


class Clock:
    """The time that is left to a notebook, and with it to its next cell."""

    def __init__(self, cell_time: float, notebook_time: float, spent: float = 0.0) -> None:
        self.cell_time, self.notebook_time = cell_time, notebook_time
        self.spent, self.starved = spent, 0.0

    @property
    def over(self) -> bool:
        """Whether the notebook's time is used up."""
        return self.spent >= self.notebook_time

    @contextlib.contextmanager
    def all_counts(self) -> Iterator[None]:
        """Count all the time that passes here, also between the cells: what holds up the batch."""
        started, known = seconds_awake(), self.spent + self.starved
        waited = waited_here()
        try:
            yield
        finally:
            passed = seconds_awake() - started - (self.spent + self.starved - known)
            self.count(passed, waited_here() - waited)

    def count(self, passed: float, starved: float) -> None:
        """Count a time, but for that in which others held the processors."""
        most = STARVED * self.notebook_time - self.starved
        starved = max(min(starved, passed, most), 0)
        self.starved += starved
        self.spent += max(passed - starved, 0)

    def left(self) -> float:
        return max(min(self.cell_time, self.notebook_time - self.spent), 0.1)

    def timeout(self) -> CellTimeout:
        """The end of a cell that has taken all that is left."""
        if self.notebook_time - self.spent < self.cell_time:
            return CellTimeout(self.notebook_time, of_notebook=True)
        return CellTimeout(self.cell_time)


class Deadline:
    """A channel that is read up to a time, however its other end cuts what it sends into pieces.

    The time in which others hold the processors does not count: what one student leaves running
    costs the next one nothing.
    """

    def __init__(
        self, channel: socket.socket, seconds: float, processes: Sequence[Process]
    ) -> None:
        self.channel, self.seconds, self.processes = channel, seconds, processes
        self.started, self.waited = seconds_awake(), self.sum_waited()
        self.worked = self.sum_worked()

    def sum_worked(self) -> float:
        return sum(process.worked() for process in self.processes)

    def has_waited(self) -> bool:
        """Whether all that work on the answer have waited nearly all of the time."""
        return self.sum_worked() - self.worked < WAITING * self.seconds

    def sum_waited(self) -> float:
        return sum(process.waited() for process in self.processes)

    def starved(self) -> float:
        return min(max(self.sum_waited() - self.waited, 0), STARVED * self.seconds)

    def spent(self) -> float:
        return max(seconds_awake() - self.started - self.starved(), 0)

    def recv(self, size: int) -> bytes:
        while (left := self.seconds - self.spent()) > 0:
            self.channel.settimeout(left)
            with contextlib.suppress(TimeoutError):
                return self.channel.recv(size)
        raise TimeoutError


def waited_here() -> float:
    """Seconds in which this thread had work but no processor, as far as known."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0
