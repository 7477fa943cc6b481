"""A clock that stands still while this process is stopped, by Ctrl-Z or with its whole machine.

Students' cells are measured against it, so that nobody pays for the time in which nobody graded.
"""

import functools
import threading
import time

#: Seconds between two looks at the time, and from which on nobody has looked because nobody could.
PERIOD, GAP = 0.5, 3.0


class Watch:
    """Looks at the time again and again; a gap between two looks does not count."""

    def __init__(self) -> None:
        self.lock, self.last, self.stood_still = threading.Lock(), time.monotonic(), 0.0
        threading.Thread(target=self.look_again_and_again, daemon=True).start()

    def look_again_and_again(self) -> None:
        while True:
            time.sleep(PERIOD)
            self.look()

    def look(self) -> float:
        """The seconds that have counted so far."""
        with self.lock:
            now = time.monotonic()
            gap = now - self.last
            if gap > GAP:
                self.stood_still += gap - PERIOD
            self.last = now
            return now - self.stood_still


@functools.cache
def watch() -> Watch:
    """The one of this process, which begins with the first question."""
    return Watch()


def seconds_awake() -> float:
    """Seconds from some moment on, without those in which this process was stopped."""
    return watch().look()
