"""Waiting for a fork: for its first byte, and for its answers within a time."""

import signal
import socket
import struct

from grading.engine.awake import seconds_awake
from grading.engine.clocks import Clock, Deadline
from grading.engine.outcomes import ForkFailed, SandboxRefused
from grading.engine.processes import Process
from grading.engine.protocol import (
    IS_READY,
    LONGEST_REASON,
    NO_WALL,
    Expected,
    Packet,
    hear_texts,
    say,
    send_socket,
)
from grading.engine.wire import WireError

#: Seconds that an interrupted cell has to end by itself.
GRACE = 2
#: Seconds in which a fork is there.
LONGEST_BIRTH = 30


def copy(
    channel: socket.socket, order: Packet, clock: Clock
) -> tuple[socket.socket, Process] | None:
    """Have a process fork; a line to the copy and the process itself, or None without a copy."""
    here, there = socket.socketpair()
    here.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    started = seconds_awake()
    try:
        with there:
            channel.settimeout(clock.left())
            say(channel, order)
            send_socket(channel, there)
        return here, hello(here, clock.left())
    except (OSError, ForkFailed):
        here.close()
        clock.spent += seconds_awake() - started
        return None
    finally:
        channel.settimeout(None)  # whoever else holds this socket would not wait either


def hello(channel: socket.socket, seconds: float = LONGEST_BIRTH, first: bool = False) -> Process:
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

    Raises
    ------
    ForkFailed
        If it is not ready; the text gives its reason.
    SandboxRefused
        If the system refuses walls.
    """
    channel.settimeout(seconds)
    size = struct.calcsize("3i")
    try:
        data, ancillary, *_ = channel.recvmsg(1, socket.CMSG_SPACE(size))
        cause = channel.recv(LONGEST_REASON) if data not in (b"", IS_READY) else b""
    except OSError as error:
        raise ForkFailed(f"a fork did not answer: {error}") from None
    reason = cause.decode(errors="replace")
    if data == NO_WALL and first:
        raise SandboxRefused(reason)
    if data != IS_READY:
        raise ForkFailed(f"a fork ended at once: {reason or 'it gave no reason'}")
    if not ancillary:
        raise ForkFailed("a fork did not say which process it is")
    channel.settimeout(None)
    try:
        return Process(struct.unpack("3i", ancillary[0][2][:size])[0])
    except OSError as error:
        raise ForkFailed(f"a fork ended at once: {error}") from None


def within(
    channel: socket.socket, clock: Clock, kind: type[Expected], process: Process, *others: Process
) -> Expected:
    """Receive an answer in time; interrupt a process that takes too long, then end it.

    Parameters
    ----------
    channel : socket
    clock : Clock
    kind : type
        The message that answers.
    process : Process
        Who is interrupted.
    *others : Process
        Who else works on the answer.

    Returns
    -------
    Packet
        Of that kind.

    Raises
    ------
    CellTimeout
    """
    line = Deadline(channel, clock.left(), [process, *others])
    try:
        return hear_texts(line, kind)
    except TimeoutError:
        end = clock.timeout()
        waited = line.has_waited()
    finally:
        clock.count(seconds_awake() - line.started, line.starved())
        channel.settimeout(None)
    for signal_number in (signal.SIGINT, signal.SIGKILL):
        try:
            process.signal(signal_number)
            hear_texts(Deadline(channel, GRACE, [process]), kind)
            end.answered, end.waited = True, waited and signal_number == signal.SIGINT
            break
        except TimeoutError:
            continue
        except (EOFError, OSError, WireError):
            break
    channel.settimeout(None)
    raise end
