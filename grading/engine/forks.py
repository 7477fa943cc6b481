"""The grader's ends of the lines to its forks: a kernel in its sandbox, a judge in another.

Whatever comes through a line is a plain value or the end of it; nothing here can hang for long.
"""

import contextlib
import os
import select
import signal
import socket
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grading.engine import pictures
from grading.engine.awake import seconds_awake
from grading.engine.limits import Limits
from grading.engine.outcomes import (
    CellTimeout,
    Ended,
    ForkFailed,
    JudgeEnded,
    KernelDied,
    OutOfMemory,
    PreambleFailed,
)
from grading.engine.sandbox import OUT_OF_MEMORY, peak_memory
from grading.engine.setting import ALONE, Setting
from grading.engine.verdicts import Verdict
from grading.engine.wire import WireError, receive_texts, send
from grading.engine.zygote import Zygote
from grading.letters import plain

#: What outputs may hold beside pictures: nothing that could run in the page of whoever reads it.
TEXTS = ("text/plain", "text/latex")
NO_PICTURE = "A picture is left out here: it is no PNG or JPEG whose size can be read."
VAST_PICTURE = (
    "A picture of {width} × {height} pixels is left out here: up to {most:g} million are shown."
)
#: Letters of the name of an error that a cell stopped with, and the largest number of a line.
MOST_OF_A_NAME, MOST_LINES = 40, 10**6
#: Which part of the time a process works at most that only waits.
WAITING = 0.1
#: Seconds that an interrupted cell has to end by itself.
GRACE = 2
#: Seconds in which a process that is killed is gone.
LONGEST_DYING = 10
#: How much longer a cell may take, in units of its time, while others hold the processors.
STARVED = 2

REFUSED = (
    "This system refuses the sandbox for submissions: {reason}. Grade on a Linux machine that "
    "allows user namespaces, or set c.JudgedExecute.sandbox = False in nbgrader_config.py to "
    "grade without walls."
)


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

    def message(self) -> str:
        if self.notebook_time - self.spent < self.cell_time:
            return f"This cell was stopped: the notebook ran longer than {self.notebook_time} s."
        return f"This cell was stopped: it ran longer than {self.cell_time} s."


@dataclass(frozen=True)
class Stop:
    """Where a cell stopped with an error, as its own process says.

    Attributes
    ----------
    kind : str
        Of the error.
    line : int
        Of the cell; 0 where it is not known.
    """

    kind: str
    line: int


class Kernel:
    """A forked kernel in its sandbox.

    Attributes
    ----------
    stop : Stop or None
        Where the last cell stopped, if it did.
    """

    def __init__(
        self, zygote: Zygote, files: dict[str, bytes], limits: Limits, walls: bool
    ) -> None:
        self.zygote, self.limits, self.walls = zygote, limits, walls
        self.channel, self.keeper = zygote.fork("kernel", files=files, limits=limits, walls=walls)
        self.process = hello(self.channel)
        self.pid = self.process.pid
        self.memory_at_start, self.peak, self.closed = peak_memory(self.pid), 0, False
        self.stop: Stop | None = None

    def run(self, source: str, clock: Clock, shows: bool = True) -> list[NotebookNode]:
        """Run a cell and return its outputs as nbformat knows them.

        Parameters
        ----------
        source : str
        clock : Clock
        shows : bool
            Whether it keeps what the cell prints and draws, or errors only.

        Raises
        ------
        Ended
            If the cell ran out of time or ended Python.
        """
        try:
            self.channel.settimeout(clock.left())
            send(self.channel, ["show" if shows else "run", source])
            answers = within(self.channel, clock, self.process)
            self.stop = stop_in(answers)
            return as_outputs(answers, self.limits.picture_pixels)
        except (EOFError, OSError):
            raise self.why_it_ended() from None
        except WireError as error:
            raise KernelDied(f"This cell sent an answer that breaks the rules: {error}.") from None

    def why_it_ended(self) -> Ended:
        """The reason for which nothing answers any more.

        Raises
        ------
        ForkFailed
            If the sandbox was ended from outside of it, which no cell can do.
        """
        status = self.zygote.status(self.keeper)
        if status < 0:
            raise ForkFailed("a sandbox was ended from outside")
        if self.walls and status == OUT_OF_MEMORY:
            return OutOfMemory(
                "This notebook was stopped here: it used more than its "
                f"{self.limits.memory >> 20} MiB of memory, the files that it wrote included."
            )
        return KernelDied("Python ended while this cell ran: it called exit or crashed.")

    def witness(self, clock: Clock) -> "Witness | None":
        """A copy of the kernel as it is now, for one grade cell; None where it cannot be had."""
        copied = copy(self.channel, ["witness", ""], clock)
        return copied and Witness(*copied, self)

    def testify(self, clock: Clock) -> "Witness | None":
        """The kernel itself as a witness, which runs no cell any more; None where it is gone."""
        line = copy(self.channel, ["testify", ""], clock)
        return line and Witness(*line, self, is_copy=False)

    def reference(self, names, line, clock):
        """A copy that answers proxies; None where it cannot be had.

        Parameters
        ----------
        names : list of str
            What may be asked for.
        line : socket
            Where it answers.
        clock : Clock

        Returns
        -------
        Answering or None
        """
        copied = copy(self.channel, ["reference", list(names)], clock)
        if copied is None:
            return None
        answering = Answering(*copied)
        with contextlib.suppress(OSError):  # where it has ended nobody answers, which is told
            socket.send_fds(answering.channel, [b"+"], [line.fileno()])
        return answering

    def lives(self) -> bool:
        """Whether it is still there a moment later."""
        time.sleep(0.1)
        return os.path.exists(f"/proc/{self.pid}")

    def memory(self) -> int:
        """Bytes that it took at most beyond what every kernel starts with."""
        if not self.closed:
            self.peak = max(peak_memory(self.pid) - self.memory_at_start, 0)
        return self.peak

    def close(self) -> None:
        """End it with all that it started, its witnesses included."""
        if not self.closed:
            self.memory()
            self.closed = True
            self.channel.close()
            self.zygote.end(self.keeper)
            self.process.close()


@dataclass
class Witness:
    """A kernel that answers a judge, mostly a copy of one.

    Attributes
    ----------
    is_copy : bool
        Whether the kernel goes on without it.
    helpers : list of Process
        Who works for it while it answers.
    """

    channel: socket.socket
    process: object
    kernel: Kernel
    is_copy: bool = True
    helpers: list = field(default_factory=list)

    def spare(self, clock):
        """A copy of it, as long as no judge has asked it; None where it cannot be had."""
        copied = copy(self.channel, [0, "spare", ""], clock)
        return copied and Witness(*copied, self.kernel)

    def give_proxies(self, names, line):
        """Let names stand for a reference that answers at the other end of a socket."""
        with contextlib.suppress(OSError):  # where it has ended the judge is told
            send(self.channel, [0, "proxies", list(names)])
            socket.send_fds(self.channel, [b"+"], [line.fileno()])

    def close(self) -> None:
        self.channel.close()
        self.process.close()


@dataclass(frozen=True)
class Judgement:
    """What a judge says of a grade cell.

    Attributes
    ----------
    outputs : list of NotebookNode
    verdict : Verdict
    gone : str
        ``"before"`` if the witness had ended before it was asked, ``"during"`` if it ended while it
        was, otherwise empty.
    """

    outputs: list[NotebookNode]
    verdict: Verdict
    gone: str = ""


@dataclass
class Answering:
    """A copy of a kernel that answers proxies, and reports which of them were called."""

    channel: socket.socket
    process: object

    def called(self):
        """Names of which the proxy was called so far."""
        names = []
        self.channel.setblocking(False)
        with contextlib.suppress(EOFError, OSError, WireError):
            while True:
                names.append(receive_texts(self.channel))
        return names

    def close(self):
        """End it, whatever it is doing."""
        with contextlib.suppress(OSError):
            self.process.signal(signal.SIGKILL)
        self.channel.close()
        self.process.close()


class Judge:
    """A forked judge, which has run the preamble of an assignment's source.

    Attributes
    ----------
    usable : bool
        False once it did not answer; then another has to take its place.
    """

    def __init__(
        self,
        zygote: Zygote,
        files: dict[str, bytes],
        preamble: str,
        limits: Limits,
        walls: bool,
        first: bool = False,
    ) -> None:
        self.zygote, self.number, self.usable = zygote, 0, True
        self.channel, self.keeper = zygote.fork("judge", files=files, limits=limits, walls=walls)
        self.process = hello(self.channel, first=first)
        try:
            send(self.channel, preamble)
            answer = receive_texts(self.channel)
        except (EOFError, OSError, WireError) as error:
            raise ForkFailed(f"a judge ended at once: {error}") from None
        if answer != "ready":
            raise PreambleFailed(
                f"The preamble of the source notebook fails: {answer}. Mend it there."
            )

    def __enter__(self) -> "Judge":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it; when this returns it runs no more."""
        self.channel.close()
        self.zygote.end(self.keeper)
        self.process.wait()
        self.process.close()

    def grade(
        self,
        source: str,
        students: Sequence[str],
        witness: Witness,
        clock: Clock,
        secret: bool = False,
        setting: Setting = ALONE,
        missing: Mapping[str, str] = MappingProxyType({}),
    ) -> Judgement:
        """Judge a grade cell against a witness.

        Parameters
        ----------
        source : str
        students : tuple of str
            Names that students define.
        witness : Witness
        clock : Clock
        secret : bool
            Whether nothing that a student's function says of an error is shown, as in the hidden
            part of a cell.
        setting : Setting
            What the cell stands in.
        missing : dict of str to str
            What became of cells that did not come to their end, by the names that they should
            define; said where the grade cell misses one of these.

        Returns
        -------
        Judgement

        Raises
        ------
        Ended
            If the cell ran out of time, or the judge did not come to its end.
        """
        self.number += 1
        try:
            question = self.number, source, list(students), secret, setting.packed(), dict(missing)
            send(self.channel, list(question))
            with witness.channel as channel:
                socket.send_fds(self.channel, [b"+"], [channel.fileno()])
            number = None
            while number != self.number:  # what came too late for an earlier cell is dropped
                number, outputs, verdict, gone = within(
                    self.channel, clock, witness.process, self.process, *witness.helpers
                )
            return Judgement(as_outputs(outputs), Verdict.of(verdict), str(gone))
        except CellTimeout as end:
            self.usable = end.answered
            raise
        except (EOFError, OSError, WireError, ValueError, TypeError):
            self.usable = False
            if self.zygote.status(self.keeper) < 0:
                raise ForkFailed("a judge was ended from outside") from None
            raise JudgeEnded(
                "The judge ended in this cell. Your instructor can grade the notebook again."
            ) from None
        finally:
            witness.close()


class Process:
    """A process as it is seen from here.

    Once it has ended its number may become another's: Linux counts to 32,768 and begins anew. So
    it is signalled through a descriptor, which never stands for anybody else.
    """

    def __init__(self, pid: int) -> None:
        self.pid, self.descriptor = pid, os.pidfd_open(pid)

    def signal(self, kind: int) -> None:
        signal.pidfd_send_signal(self.descriptor, kind)

    def waited(self) -> float:
        """Seconds in which it and its first child had work but no processor, as far as known."""
        try:
            tasks = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
            files = [Path(f"/proc/{pid}/schedstat") for pid in (self.pid, *tasks[:1])]
            return sum(int(file.read_text().split()[1]) for file in files) / 1e9
        except (OSError, IndexError):
            return 0.0

    def worked(self) -> float:
        """Seconds in which its first thread had a processor, as far as known."""
        try:
            return int(Path(f"/proc/{self.pid}/schedstat").read_text().split()[0]) / 1e9
        except (OSError, IndexError):
            return 0.0

    def wait(self, seconds: float = LONGEST_DYING) -> None:
        """Wait until it has ended, for some seconds at most."""
        select.select([self.descriptor], [], [], seconds)

    def close(self) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None


def waited_here() -> float:
    """Seconds in which this thread had work but no processor, as far as known."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


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


def copy(
    channel: socket.socket, order: list, clock: Clock
) -> "tuple[socket.socket, Process] | None":
    """Have a process fork; a line to the copy and the process itself, or None without a copy."""
    here, there = socket.socketpair()
    here.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    started = seconds_awake()
    try:
        with there:
            channel.settimeout(clock.left())
            send(channel, order)
            socket.send_fds(channel, [b"+"], [there.fileno()])
        return here, hello(here, clock.left())
    except (OSError, ForkFailed):
        here.close()
        clock.spent += seconds_awake() - started
        return None
    finally:
        channel.settimeout(None)  # whoever else holds this socket would not wait either


def hello(channel: socket.socket, seconds: float = 30, first: bool = False) -> Process:
    """Wait for the first byte of a fork.

    Parameters
    ----------
    channel : socket
    seconds : float
    first : bool
        Whether no student's code has run at all. Only then is it believed that the system refuses
        walls, which ends the grading; later it is a fault of this fork.

    Returns
    -------
    Process
    """
    channel.settimeout(seconds)
    size = struct.calcsize("3i")
    try:
        data, ancillary, *_ = channel.recvmsg(1, socket.CMSG_SPACE(size))
    except OSError as error:
        raise ForkFailed(f"a fork did not answer: {error}") from None
    if data == b"-" and first:
        raise SystemExit(REFUSED.format(reason=channel.recv(500).decode(errors="replace")))
    if data == b"+" and not ancillary:
        raise ForkFailed("a fork ended at once: nobody said which process it is")
    if data != b"+":
        reason = channel.recv(500).decode(errors="replace") if data else "it gave no reason"
        raise ForkFailed(f"a fork ended at once: {reason}")
    channel.settimeout(None)
    try:
        return Process(struct.unpack("3i", ancillary[0][2][:size])[0])
    except OSError as error:
        raise ForkFailed(f"a fork ended at once: {error}") from None


def within(channel: socket.socket, clock: Clock, process: Process, *others: Process) -> object:
    """Receive an answer in time; interrupt a process that takes too long, then end it.

    Parameters
    ----------
    channel : socket
    clock : Clock
    process : Process
        Who is interrupted.
    *others : Process
        Who else works on the answer.

    Raises
    ------
    CellTimeout
    """
    line = Deadline(channel, clock.left(), [process, *others])
    try:
        return receive_texts(line)
    except TimeoutError:
        end = CellTimeout(clock.message())
        waited = line.has_waited()
    finally:
        clock.count(seconds_awake() - line.started, line.starved())
        channel.settimeout(None)
    for kind in (signal.SIGINT, signal.SIGKILL):
        try:
            process.signal(kind)
            receive_texts(Deadline(channel, GRACE, [process]))
            end.answered, end.waited = True, waited and kind == signal.SIGINT
            break
        except TimeoutError:
            continue
        except (EOFError, OSError, WireError):
            break
    channel.settimeout(None)
    raise end


def as_outputs(answers: object, most_pixels: int = 0) -> list[NotebookNode]:
    """Outputs of a kernel or judge as nbformat knows them; anything else is dropped."""
    outputs = []
    for answer in answers if type(answers) is list else ():
        match answer:
            case ["stream", ("stdout" | "stderr") as name, str(text)]:
                outputs.append(new_output("stream", name=name, text=plain(text)))
            case [("display_data" | "execute_result") as kind, dict(data)]:
                outputs.append(new_output(kind, data=showable(data, most_pixels)))
            case ["error", str(ename), str(evalue), list(lines)]:
                lines = [plain(line) for line in lines if isinstance(line, str)]
                error = {"ename": plain(ename), "evalue": plain(evalue), "traceback": lines}
                outputs.append(new_output("error", **error))
    return outputs


def stop_in(answers: object) -> Stop | None:
    """Where a cell stopped, as the last of a kernel's answers says."""
    match answers:
        case [*_, ["stopped", str(kind), int(line)]]:
            return Stop(plain(kind)[:MOST_OF_A_NAME], line if 0 < line < MOST_LINES else 0)
    return None


def showable(data: dict, most_pixels: int) -> dict[str, str]:
    """What a page may show of a cell's result: clean text, and pictures that are not too large."""
    kept = {mime: plain(data[mime]) for mime in TEXTS if isinstance(data.get(mime), str)}
    for mime in [kind for kind in pictures.READERS if kind in data]:
        picture = pictures.read(mime, data[mime])
        if picture is None:
            kept["text/plain"] = NO_PICTURE
        elif picture.pixels > most_pixels:
            kept["text/plain"] = VAST_PICTURE.format(
                width=picture.width, height=picture.height, most=most_pixels / 1e6
            )
        else:
            kept[mime] = picture.data
    return kept
