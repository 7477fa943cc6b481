"""The grader's ends of the lines to its forks: a kernel in its sandbox, a judge in another.

Whatever comes through a line is a plain value or the end of it; nothing here can hang for long.
"""

import builtins
import contextlib
import os
import signal
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from nbformat import NotebookNode

from grading.engine.clocks import Clock
from grading.engine.limits import Limits
from grading.engine.memory import peak_memory
from grading.engine.outcomes import (
    CellTimeout,
    Ended,
    ForkFailed,
    JudgeEnded,
    KernelDied,
    OutOfMemory,
    PreambleFailed,
    Stop,
)
from grading.engine.outputs import as_outputs
from grading.engine.processes import Process, computed
from grading.engine.protocol import (
    BeWitness,
    JudgeCell,
    Judged,
    LeaveReference,
    LeaveSpare,
    LeaveWitness,
    Prepare,
    Prepared,
    ProxyUsed,
    Ran,
    RunCell,
    TakeProxies,
    hear_texts,
    say,
    send_socket,
)
from grading.engine.results import Judgement
from grading.engine.sandbox import OUT_OF_MEMORY
from grading.engine.setting import ALONE, Setting
from grading.engine.verdicts import Verdict
from grading.engine.waiting import copy, hello, within
from grading.engine.wire import WireError
from grading.engine.zygote import Zygote
from grading.letters import plain

#: Seconds in which a watch ends a sandbox that took too much memory, several times over.
A_MOMENT = 0.5
#: The largest number of a line.
MOST_LINES = 10**6


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
        self.process = greeted(self, zygote)
        self.pid = self.process.pid
        self.memory_at_start, self.peak, self.closed = peak_memory(self.pid), 0, False
        self.computed, self.by_witnesses = 0.0, 0.0
        self.stop: Stop | None = None
        #: Its walls, as `Process.walls` says; False where there are none at all.
        self.sandbox = self.process.walls() if walls else False

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
            say(self.channel, RunCell(source, shows))
            ran = within(self.channel, clock, Ran, self.process)
            self.stop = stop_in(ran)
            return as_outputs(ran.outputs)
        except (EOFError, OSError):
            raise self.why_it_ended() from None
        except WireError as error:
            raise KernelDied(broken=str(error)) from None

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
            return OutOfMemory(self.limits.memory)
        return KernelDied()

    def witness(self, clock: Clock) -> "Witness | None":
        """A copy of the kernel as it is now, for one grade cell; None where it cannot be had."""
        copied = copy(self.channel, LeaveWitness(), clock)
        return Witness(*copied, self) if copied else None

    def testify(self, clock: Clock) -> "Witness | None":
        """The kernel itself as a witness, which runs no cell any more; None where it is gone."""
        line = copy(self.channel, BeWitness(), clock)
        return Witness(*line, self, is_copy=False) if line else None

    def reference(
        self, names: Sequence[str], line: socket.socket, clock: Clock
    ) -> "Answering | None":
        """A copy that answers proxies; None where it cannot be had.

        Parameters
        ----------
        names : sequence of str
            What may be asked for.
        line : socket
            Where it answers.
        clock : Clock

        Returns
        -------
        Answering or None
        """
        copied = copy(self.channel, LeaveReference(list(names)), clock)
        if copied is None:
            return None
        answering = Answering(*copied)
        with contextlib.suppress(OSError):  # where it has ended nobody answers, which is told
            send_socket(answering.channel, line)
        return answering

    def lives(self) -> bool:
        """Whether it is still there a moment later, in which its watch would have ended it."""
        self.process.wait(A_MOMENT)
        return os.path.exists(f"/proc/{self.pid}")

    def memory(self) -> int:
        """Bytes that it took at most beyond what every kernel starts with."""
        if not self.closed:
            self.peak = max(peak_memory(self.pid) - self.memory_at_start, 0)
        return self.peak

    def processor_time(self) -> float:
        """Seconds that it, its witnesses and processes that it has waited for have computed."""
        if not self.closed:
            self.computed = computed(self.pid)
        return self.computed + self.by_witnesses

    def close(self) -> None:
        """End it with all that it started, its witnesses included."""
        if not self.closed:
            try:
                self.memory()
                self.processor_time()
            finally:
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
    process: Process
    kernel: Kernel
    is_copy: bool = True
    helpers: list[Process] = field(default_factory=list)
    closed: bool = False

    def spare(self, clock: Clock) -> "Witness | None":
        """A copy of it, as long as no judge has asked it; None where it cannot be had."""
        copied = copy(self.channel, LeaveSpare(), clock)
        return Witness(*copied, self.kernel) if copied else None

    def give_proxies(self, names: Sequence[str], line: socket.socket) -> None:
        """Let names stand for a reference that answers at the other end of a socket."""
        with contextlib.suppress(OSError):  # where it has ended the judge is told
            say(self.channel, TakeProxies(list(names)))
            send_socket(self.channel, line)

    def close(self) -> None:
        if self.is_copy and not self.closed:
            self.kernel.by_witnesses += computed(self.process.pid)
        self.closed = True
        self.channel.close()
        self.process.close()


@dataclass
class Answering:
    """A copy of a kernel that answers proxies, and reports which of them were called."""

    channel: socket.socket
    process: Process

    def called(self) -> list[str]:
        """Names of which the proxy was called so far."""
        names = []
        self.channel.setblocking(False)
        with contextlib.suppress(EOFError, OSError, WireError):
            while True:
                names.append(hear_texts(self.channel, ProxyUsed).name)
        return names

    def close(self) -> None:
        """End it, whatever it is doing."""
        with contextlib.suppress(OSError):
            self.process.signal(signal.SIGKILL)
        self.channel.close()
        self.process.close()


class Judge:
    """A forked judge, which has run the preamble of a source notebook.

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
        self.process = greeted(self, zygote, first)
        try:
            self.prepare(preamble)
        except BaseException:
            self.close()
            raise

    def prepare(self, preamble: str) -> None:
        """Have it run the preamble.

        Raises
        ------
        ForkFailed
        PreambleFailed
        """
        try:
            say(self.channel, Prepare(preamble))
            failure = hear_texts(self.channel, Prepared).failure
        except (EOFError, OSError, WireError) as error:
            raise ForkFailed(f"a judge ended at once: {error}") from None
        if failure:
            raise PreambleFailed(failure)

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
        witness: Witness | str,
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
        witness : Witness or str
            A record of what an earlier one has said may stand for it; where the cell asks anything
            else, the witness is gone then.
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
        record = witness if isinstance(witness, str) else ""
        parts = secret, setting.packed(), dict(missing), record
        order = JudgeCell(self.number, source, list(students), *parts)
        try:
            return self.judgement(order, witness, clock)
        except CellTimeout as end:
            self.usable = end.answered
            raise
        except (EOFError, OSError, WireError):
            self.usable = False
            if self.zygote.status(self.keeper) < 0:
                raise ForkFailed("a judge was ended from outside") from None
            raise JudgeEnded from None
        finally:
            if isinstance(witness, Witness):
                witness.close()

    def judgement(self, order: JudgeCell, witness: Witness | str, clock: Clock) -> Judgement:
        """Say what is to be judged, and wait for the judgement."""
        say(self.channel, order)
        working: tuple[Process, ...] = (self.process,)
        if isinstance(witness, Witness):
            with witness.channel as channel:
                send_socket(self.channel, channel)
            working = witness.process, self.process, *witness.helpers
        judged = within(self.channel, clock, Judged, *working)
        while judged.number != self.number:  # came too late for an earlier cell
            judged = within(self.channel, clock, Judged, *working)
        outputs = as_outputs(judged.outputs, shows=False)
        said = judged.exchange, judged.asked_less
        return Judgement(outputs, Verdict.of(judged.verdict), judged.gone, *said)


def greeted(fork: Kernel | Judge, zygote: Zygote, first: bool = False) -> Process:
    """The process of a new fork; a fork that does not say that it is ready is ended."""
    try:
        return hello(fork.channel, first=first)
    except BaseException:
        fork.channel.close()
        zygote.end(fork.keeper)
        raise


def stop_in(ran: Ran) -> Stop | None:
    """Where a cell stopped, if it did."""
    if not ran.stopped:
        return None
    # A name that the student chose could come from another notebook that was asked.
    kind = plain(ran.stopped)
    line = ran.line if 0 < ran.line < MOST_LINES else 0
    return Stop(kind if hasattr(builtins, kind) else "", line)
