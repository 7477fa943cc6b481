"""The grader's ends of the lines to its forks: a kernel in its sandbox, a judge in another.

Whatever comes through a line is a plain value or the end of it; nothing here can hang for long.
"""

import contextlib
import os
import signal
import socket
import struct
import time
from dataclasses import dataclass

from nbformat.v4 import new_output

from grading.sandbox import OUT_OF_MEMORY, peak_memory
from grading.wire import WireError, receive, send

#: What outputs may hold: nothing that could run in the page of whoever reads it.
MIME = ("text/plain", "text/latex", "image/png", "image/jpeg")
#: Seconds that an interrupted cell has to end by itself.
GRACE = 2

REFUSED = (
    "This system refuses the sandbox for submissions: {reason}. Grade on a Linux machine that "
    "allows user namespaces, or set c.JudgedExecute.sandbox = False in nbgrader_config.py to "
    "grade without walls."
)


class ForkFailed(RuntimeError):
    """A fork ended before it answered for the first time."""


class Ended(Exception):
    """A cell did not come to its own end; the text says why, in words for the student."""


class CellTimeout(Ended):
    """A cell ran out of its time."""


class KernelDied(Ended):
    """A cell ended the Python that it ran in."""


class OutOfMemory(Ended):
    """A cell used more memory than a notebook may."""


class JudgeEnded(Ended):
    """The judge did not come to the end of a grade cell."""


class Clock:
    """The time that is left to a notebook, and with it to its next cell."""

    def __init__(self, cell_time, notebook_time):
        self.cell_time, self.notebook_time = cell_time, notebook_time
        self.spent = 0.0

    @contextlib.contextmanager
    def running(self):
        """Count the time in which the notebook's code runs, not that in which it waits."""
        started = time.monotonic()
        try:
            yield
        finally:
            self.spent += time.monotonic() - started

    def left(self):
        return max(min(self.cell_time, self.notebook_time - self.spent), 0.1)

    def message(self):
        if self.notebook_time - self.spent < self.cell_time:
            return f"This cell was stopped: the notebook ran longer than {self.notebook_time} s."
        return f"This cell was stopped: it ran longer than {self.cell_time} s."


class Kernel:
    """A forked kernel in its sandbox."""

    def __init__(self, zygote, files, limits, walls):
        self.zygote, self.limits = zygote, limits
        self.channel, self.keeper = zygote.fork("kernel", files=files, limits=limits, walls=walls)
        self.pid = hello(self.channel)
        self.memory_at_start = peak_memory(self.pid)

    def run(self, source, clock):
        """Run a cell and return its outputs as nbformat knows them.

        Raises
        ------
        Ended
            If the cell ran out of time or ended Python.
        """
        try:
            send(self.channel, ["run", source])
            return as_outputs(within(self.channel, clock, self.pid))
        except (EOFError, OSError):
            raise self.why_it_ended() from None
        except WireError as error:
            raise KernelDied(f"This cell sent an answer that breaks the rules: {error}.") from None

    def why_it_ended(self):
        """The reason for which nothing answers any more."""
        if self.zygote.status(self.keeper) == OUT_OF_MEMORY:
            return OutOfMemory(
                "This notebook was stopped here: it used more than its "
                f"{self.limits.memory >> 20} MiB of memory, the files that it wrote included."
            )
        return KernelDied("Python ended while this cell ran: it called exit or crashed.")

    def witness(self):
        """A copy of the kernel as it is now, for one grade cell; None where it cannot be had."""
        here, there = socket.socketpair()
        here.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        try:
            with there:
                send(self.channel, ["witness", ""])
                socket.send_fds(self.channel, [b"+"], [there.fileno()])
            return Witness(here, hello(here), self)
        except (OSError, ForkFailed):
            here.close()
            return None

    def lives(self):
        """Whether it is still there a moment later."""
        time.sleep(0.1)
        return os.path.exists(f"/proc/{self.pid}")

    def memory(self):
        """Bytes that it took at most beyond what every kernel starts with."""
        return max(peak_memory(self.pid) - self.memory_at_start, 0)

    def close(self):
        self.channel.close()
        self.zygote.end(self.keeper)


@dataclass
class Witness:
    """A copy of a kernel that answers a judge."""

    channel: socket.socket
    pid: int
    kernel: Kernel


class Judge:
    """A forked judge, which has run the preamble of an assignment's source.

    Attributes
    ----------
    usable : bool
        False once it did not answer; then another has to take its place.
    """

    def __init__(self, zygote, files, preamble, limits, walls):
        self.zygote, self.number, self.usable = zygote, 0, True
        self.channel, self.keeper = zygote.fork("judge", files=files, limits=limits, walls=walls)
        hello(self.channel)
        send(self.channel, preamble)
        answer = receive(self.channel)
        if answer != "ready":
            raise SystemExit(f"The preamble of the source notebook fails: {answer}. Mend it there.")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.channel.close()
        self.zygote.end(self.keeper)

    def grade(self, source, students, witness, clock):
        """Judge a grade cell against a witness.

        Returns
        -------
        outputs : list
        gone : str
            ``"before"`` if the witness had ended before it was asked, ``"during"`` if it ended
            while it was, otherwise empty.

        Raises
        ------
        Ended
            If the cell ran out of time, or the judge did not come to its end.
        """
        self.number += 1
        try:
            send(self.channel, [self.number, source, students])
            with witness.channel as channel:
                socket.send_fds(self.channel, [b"+"], [channel.fileno()])
            number = None
            while number != self.number:  # what came too late for an earlier cell is dropped
                number, outputs, gone = within(self.channel, clock, witness.pid)
            return as_outputs(outputs), gone
        except CellTimeout as end:
            self.usable = end.answered
            raise
        except (EOFError, OSError, WireError, ValueError, TypeError):
            self.usable = False
            raise JudgeEnded(
                "The judge ended in this cell. Your instructor can grade the notebook again."
            ) from None


def hello(channel):
    """Wait for the first byte of a fork; returns its process number as it is seen from here."""
    channel.settimeout(30)
    size = struct.calcsize("3i")
    try:
        data, ancillary, *_ = channel.recvmsg(1, socket.CMSG_SPACE(size))
    except OSError as error:
        raise ForkFailed(f"a fork did not answer: {error}") from None
    if data == b"-":
        raise SystemExit(REFUSED.format(reason=channel.recv(500).decode(errors="replace")))
    if not data or not ancillary:
        raise ForkFailed("a fork ended at once")
    channel.settimeout(None)
    return struct.unpack("3i", ancillary[0][2][:size])[0]


def within(channel, clock, pid):
    """Receive an answer in time; interrupt a process that takes too long, then end it.

    Raises
    ------
    CellTimeout
        With ``answered`` telling whether the other end still spoke after that.
    """
    channel.settimeout(clock.left())
    try:
        with clock.running():
            return receive(channel)
    except TimeoutError:
        end = CellTimeout(clock.message())
    end.answered = False
    for kind in (signal.SIGINT, signal.SIGKILL):
        channel.settimeout(GRACE)
        try:
            os.kill(pid, kind)
            receive(channel)
            end.answered = True
            break
        except TimeoutError:
            continue
        except (EOFError, OSError, WireError):
            break
    channel.settimeout(None)
    raise end


def as_outputs(answers):
    """Outputs of a kernel or judge as nbformat knows them; anything else is dropped."""
    outputs = []
    for answer in answers if type(answers) is list else ():
        match answer:
            case ["stream", ("stdout" | "stderr") as name, str(text)]:
                outputs.append(new_output("stream", name=name, text=text))
            case [("display_data" | "execute_result") as kind, dict(data)]:
                texts = {m: t for m, t in data.items() if m in MIME and isinstance(t, str)}
                outputs.append(new_output(kind, data=texts))
            case ["error", str(ename), str(evalue), list(lines)]:
                lines = [line for line in lines if isinstance(line, str)]
                outputs.append(new_output("error", ename=ename, evalue=evalue, traceback=lines))
    return outputs
