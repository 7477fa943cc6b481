"""Reads what students wrote in a process of its own, which is ended where a text takes too long.

Readers of Markdown and highlighters of code search with expressions that some texts keep busy for
minutes. Python cannot interrupt them from within, in whichever thread they run; Linux can end the
process. Only processor time counts, so a busy machine costs no text anything.
"""

import importlib
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

COURSE = Path(__file__).resolve().parents[2]
#: Seconds of processor time for one text, and for all texts of one page.
FOR_ONE, FOR_ALL = 1.0, 4.0
#: Seconds after which a text is given up however little of the processor it had.
AT_MOST = 60
#: Bytes of memory.
MEMORY = 2 << 30
#: Where its functions are.
READERS = ("grading.outputs.harmless", "grading.outputs.formgrader")
START = """
import sys
sys.path.insert(0, sys.argv[1])
from grading.outputs.reader import answer_all
answer_all(int(sys.argv[2]))
"""


class TooSlow(Exception):
    """A text that took too long to read, or more memory than there is for it."""


class Patience:
    """The time that the texts of one page may take together."""

    def __init__(self) -> None:
        self.left = FOR_ALL

    def read(self, function: Callable, *given: Any) -> Any:
        """What a function makes of a text.

        Parameters
        ----------
        function : callable
            Of a module, by whose name the other process finds it.
        *given
            Plain values, as is what the function returns.

        Raises
        ------
        TooSlow
        """
        allowed = min(FOR_ONE, self.left)
        if allowed < FOR_ONE / 10:
            raise TooSlow
        self.left -= allowed  # unless it ends before
        made, spent = READER.ask(allowed, function, given)
        self.left += max(allowed - spent, 0)
        if isinstance(made, Exception):
            raise TooSlow from made
        return made


class Reader:
    """The process, started on first use. Any thread may ask, one at a time."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.process: subprocess.Popen | None = None

    def ask(self, *question: Any) -> tuple[Any, float]:
        with self.turn:
            if self.process is None or self.process.poll() is not None:
                self.start()
            answered = None
            try:
                self.line.send(question)
                if self.line.poll(AT_MOST):
                    answered = self.line.recv()
                else:
                    self.end()
            except BaseException as error:
                self.end()  # what it says later would be taken for another answer
                if not isinstance(error, EOFError | OSError):
                    raise
            if answered is None:
                raise TooSlow
            return answered

    def start(self) -> None:
        here, there = socket.socketpair()
        with there:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START, str(COURSE), str(there.fileno())],
                stdin=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[there.fileno()],
            )
        self.line = Connection(here.detach())

    def end(self) -> None:
        self.line.close()
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = None


READER = Reader()


def answer_all(descriptor: int) -> None:
    """Answer questions until nobody is left who could ask."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for module in READERS:
        importlib.import_module(module)
    line = Connection(descriptor)
    while True:
        child = os.fork()
        if child == 0:
            answer(line)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            return
        line.send(None)  # it was ended; the next one is there at once, with all modules


def answer(line: Connection) -> None:
    """Answer questions until the end of the line, or until one takes longer than it may."""
    while True:
        try:
            seconds, function, given = line.recv()
        except EOFError:
            return
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, seconds)  # whose signal ends this process
        try:
            made = function(*given)
        except Exception as error:  # of whatever kind: the text cannot be read
            made = RuntimeError(repr(error)[:200])
        signal.setitimer(signal.ITIMER_PROF, 0)
        line.send((made, time.process_time() - started))
