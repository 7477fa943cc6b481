"""Signals that end a run: Ctrl-C, a plain kill, a closed terminal. All three end it in one way.

The work on one submission is either booked as a whole or not at all, so a signal that comes while
it is booked waits for the end of that, which takes a fraction of a second.
"""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

SIGNALS = {
    signal.SIGINT: "Ctrl-C",
    signal.SIGTERM: "a request to end (SIGTERM)",
    signal.SIGHUP: "the end of its terminal (SIGHUP)",
}


class Interrupted(SystemExit):
    """A signal ended the run; the exit status is the usual one, 128 and its number."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.cause = SIGNALS[signal.Signals(number)]

    def __str__(self) -> str:
        return f"The run was ended by {self.cause}."


class Interrupts:
    """Turns the signals into `Interrupted`, at once or after what must not be cut in two."""

    def __init__(self) -> None:
        self.holding = False
        self.waiting: int | None = None

    def install(self) -> None:
        """Take over the signals for the rest of this process.

        A signal that is ignored stays so: whoever starts a run with ``nohup`` wants it to go on.
        """
        if threading.current_thread() is not threading.main_thread():
            return
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self.come)

    def come(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal."""
        if self.holding:
            self.waiting = number
        else:
            self.end(number)

    def end(self, number: int) -> NoReturn:
        """End the run; whoever sends another signal does not want to wait for an orderly end."""
        for one in SIGNALS:
            if signal.getsignal(one) == self.come:
                signal.signal(one, signal.SIG_DFL)
        raise Interrupted(number)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let signals wait while something is done as a whole."""
        self.holding = True
        try:
            yield
        finally:
            self.holding = False
            number, self.waiting = self.waiting, None
            if number is not None:  # also where what was held has failed
                self.end(number)


#: Those of this process.
interrupts = Interrupts()
