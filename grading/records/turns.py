"""Who works on the course's folders and gradebook: one nbgrader command at a time.

On the command line the next one waits; formgrader, which could show nothing meanwhile, says that
it must. Scores and comments typed into formgrader wait for the gradebook only.
"""

import asyncio
import fcntl
import os
import re
import time
from pathlib import Path
from typing import ClassVar

from grading.course.layout import Command
from grading.errors import CourseError
from grading.terminal import say

#: Beside the gradebook; locked by whoever is at work, and saying who that is.
LOCK = ".nbgrader.lock"


class Busy(CourseError):
    """Somebody else is at work on the course; the text says who."""


class Turn:
    """The right of this process to work on a course; ends with the process at the latest."""

    taken: ClassVar = {}

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)

    @classmethod
    def take(cls, command: Command) -> bool:
        """Take the turn for what a command, or a converter, is about to do.

        Returns
        -------
        bool
            Whether somebody else was at work, and has finished meanwhile.

        Raises
        ------
        Busy
            If somebody else is at work and this process is a server, which cannot wait.
        """
        path = Path(command.coursedir.root, LOCK).resolve()
        waited = False
        if path not in cls.taken:
            turn = cls(path)
            if not turn.is_free():
                turn.wait(command)
                waited = True
            cls.taken[path] = turn
            if in_server():
                # A server goes on after the request whose work this is.
                asyncio.get_running_loop().call_soon(turn.end)
        cls.taken[path].sign(command)
        return waited

    def is_free(self) -> bool:
        """Lock the file if nobody has; returns whether it is locked now."""
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait(self, command: Command) -> None:
        """Lock the file when whoever is at work has finished."""
        worker = self.path.read_text() or "Another nbgrader command"
        if in_server():
            os.close(self.descriptor)
            # formgrader's box has room for eighty letters in a line.
            message = f"{worker}\nis at work on this course. Nothing was changed: try again later."
            command.log.error(message)
            raise Busy(message)
        say(f"{worker} is at work on this course: waiting for its end")
        fcntl.flock(self.descriptor, fcntl.LOCK_EX)

    def sign(self, command: Command) -> None:
        """Write into the file who is at work."""
        place = "formgrader" if in_server() else "nbgrader"
        called = re.sub(r"(?<!^)(?=[A-Z])", "_", type(command).__name__.removesuffix("App"))
        text = f"{place} {called.lower()} {command.coursedir.assignment_id}"
        text += f" (process {os.getpid()}, since {time.strftime('%H:%M')})"
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, text.encode(), 0)

    def end(self) -> None:
        del self.taken[self.path]
        os.close(self.descriptor)


def in_server() -> bool:
    """Whether this is called from the loop in which a server answers requests."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
