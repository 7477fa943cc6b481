"""What the processes of a grading run say to each other: one class for each message.

There are six lines:

- the grader orders forks from the warm process, and tells each fork what to become;
- the grader has a kernel run cells, and leave witnesses and references;
- the grader has a judge run a preamble and grade cells;
- the grader makes a witness ready: a spare copy, or proxies in the place of some names;
- a judge asks a witness, and serves what it asks back while it answers;
- a proxy asks the reference, which may ask back in the same way.

A message travels as a list: its name, then its parts in order. Whoever reads it says which messages
may come now, and gets one of these with parts of the kinds that are written here, or a `WireError`.
Nothing else is promised: what a student's process says may still be a lie.
"""

import functools
import socket
import typing
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from grading.engine import wire
from grading.engine.wire import Handle, WireError

#: The first byte of a fork: it is ready; the system refuses a wall; something else is missing. The
#: reason comes after the last two.
IS_READY, NO_WALL, NOT_READY = b"+", b"-", b"!"
LONGEST_REASON = 500


@dataclass(frozen=True)
class Packet:
    """A message; the parts of each kind are its fields."""

    def parts(self) -> list:
        """As it travels."""
        return [type(self).__name__, *(getattr(self, part.name) for part in fields(self))]


Expected = TypeVar("Expected", bound=Packet)

# --- The grader and the warm process -----------------------------------------------------------


@dataclass(frozen=True)
class MakeFork(Packet):
    """Fork; the fork's own socket comes with this. Answered by its number, or 0."""

    place: str


@dataclass(frozen=True)
class EndFork(Packet):
    """End a fork with all that it started. Answered by its exit status."""

    pid: int


@dataclass(frozen=True)
class AskStatus(Packet):
    """Answered by the exit status of a fork, or by the number that says that it goes on."""

    pid: int


@dataclass(frozen=True)
class LoadModule(Packet):
    """Import a module that later forks then have. Answered by 1, or by 0 where it cannot be."""

    name: str


@dataclass(frozen=True)
class KeepOn(Packet):
    """End at this time, as `time.monotonic` counts it, and not before. Answered by 0."""

    until: float


@dataclass(frozen=True)
class Become(Packet):
    """To a fork: what it is, its working folder, and its limits by name."""

    role: str
    files: dict[str, bytes]
    limits: dict[str, int]
    walls: bool


# --- The grader and a kernel -------------------------------------------------------------------


@dataclass(frozen=True)
class RunCell(Packet):
    """Run a cell, and keep what it prints and draws, or its errors only."""

    source: str
    shows: bool


@dataclass(frozen=True)
class Ran(Packet):
    """The outputs of a cell, and where it stopped: kind of the error, line of the cell or 0."""

    outputs: list
    stopped: str
    line: int


@dataclass(frozen=True)
class LeaveWitness(Packet):
    """Fork a copy that answers a judge on the socket that comes with this."""


@dataclass(frozen=True)
class BeWitness(Packet):
    """Answer a judge on the socket that comes with this, and run no cell any more."""


@dataclass(frozen=True)
class LeaveReference(Packet):
    """Fork a copy that answers proxies of these names.

    The socket for its reports comes with this, and on that one the socket of the proxies.
    """

    names: list[str]


@dataclass(frozen=True)
class ProxyUsed(Packet):
    """A reference reports that the proxy of a name was called."""

    name: str


# --- The grader and a judge --------------------------------------------------------------------


@dataclass(frozen=True)
class Prepare(Packet):
    """Run the preamble of a notebook."""

    preamble: str


@dataclass(frozen=True)
class Prepared(Packet):
    """It ran; or it failed, and this is what the error says."""

    failure: str


@dataclass(frozen=True)
class JudgeCell(Packet):
    """Judge a grade cell against the witness whose socket comes with this, or against a record.

    Attributes
    ----------
    number : int
        Comes back with the judgement.
    source : str
    students : list of str
        Names that students define.
    secret : bool
        Whether nothing that a student's function says of an error is shown.
    setting : list
        What the cell stands in, as `grading.engine.setting.Setting` packs it.
    missing : dict of str to str
        What became of cells that did not come to their end, by names that they should define.
    exchange : str
        What an earlier judge and witness have said, which is played again; then no socket comes.
    """

    number: int
    source: str
    students: list[str]
    secret: bool
    setting: list
    missing: dict[str, str]
    exchange: str


@dataclass(frozen=True)
class Judged(Packet):
    """A judgement: outputs, the parts of a verdict, when the witness was gone, if it was.

    With it comes what the two have said, and, where that was a record, whether there was more of
    it; see `grading.engine.exchange`.
    """

    number: int
    outputs: list
    verdict: dict[str, str]
    gone: str
    exchange: str
    asked_less: bool


# --- The grader and a witness, before a judge asks it ------------------------------------------


@dataclass(frozen=True)
class LeaveSpare(Packet):
    """Fork a copy that answers on the socket that comes with this."""


@dataclass(frozen=True)
class TakeProxies(Packet):
    """Let names stand for a reference that answers on the socket that comes with this."""

    names: list[str]


# --- A judge and a witness ---------------------------------------------------------------------


@dataclass(frozen=True)
class Asked(Packet):
    """A question: one of those below, and the number that its answer has to have."""

    number: int
    question: list


@dataclass(frozen=True)
class AskNames(Packet):
    """Values of functions and of other names; from now on what changes in the last ones is told."""

    functions: list[str]
    others: list[str]
    heard: list[str]


@dataclass(frozen=True)
class AskCall(Packet):
    """Call something, or its special method; what is printed is wanted or not."""

    subject: Any
    method: str
    args: list
    kwargs: dict
    listens: bool


@dataclass(frozen=True)
class AskAttribute(Packet):
    subject: Any
    name: str


@dataclass(frozen=True)
class SetAttribute(Packet):
    subject: Any
    name: str
    value: Any


@dataclass(frozen=True)
class DeleteAttribute(Packet):
    subject: Any
    name: str


@dataclass(frozen=True)
class AskGradient(Packet):
    """Gradients of what a call was given and of some weights, from those of its results."""

    call: int
    gradients: list
    weights: list


@dataclass(frozen=True)
class BindName(Packet):
    """A name of the notebook has this value from now on."""

    name: str
    value: Any


@dataclass(frozen=True)
class UnbindName(Packet):
    name: str


@dataclass(frozen=True)
class SetRandom(Packet):
    """The states of numpy's and of Python's random numbers."""

    numpy: list
    python: list[int]


@dataclass(frozen=True)
class AskCopy(Packet):
    subject: Any
    deep: bool


@dataclass(frozen=True)
class Await(Packet):
    coroutine: Any


@dataclass(frozen=True)
class SendIn(Packet):
    """Send a value into a generator, and have the next one of it."""

    generator: Any
    value: Any


@dataclass(frozen=True)
class AskModule(Packet):
    name: str


@dataclass(frozen=True)
class AskDir(Packet):
    subject: Any


@dataclass(frozen=True)
class AskPlace(Packet):
    """Where a library has a function, if one has it."""

    subject: Any


@dataclass(frozen=True)
class AskClass(Packet):
    """What there is to say of a class: see `grading.engine.remote.twin_of`."""

    subject: Any


@dataclass(frozen=True)
class Answered(Packet):
    """The answer to a question, names that it changed with their values, and what was printed."""

    number: int
    value: Any
    altered: list
    printed: str


@dataclass(frozen=True)
class Failed(Packet):
    """An error in the place of an answer.

    Attributes
    ----------
    number : int
    kinds : list of str
        The name of its class, and those of the classes of Python's that this inherits from.
    says : str
    line : str
        Where in the notebook it was.
    twin : object
        Its class, if that is the notebook's own.
    """

    number: int
    kinds: list[str]
    says: str
    line: str
    twin: Any


@dataclass(frozen=True)
class CallBack(Packet):
    """Before it answers, the witness calls something that it was given."""

    number: int
    which: int
    args: list
    kwargs: dict


@dataclass(frozen=True)
class Returned(Packet):
    """What came of a call back."""

    number: int
    value: Any


@dataclass(frozen=True)
class Raised(Packet):
    """An error came of a call back: the name of a class of Python's, and no words."""

    number: int
    kind: str


# --- A proxy and the reference, in both directions -----------------------------------------------


@dataclass(frozen=True)
class CallProxied(Packet):
    """Call something of the other end's.

    Attributes
    ----------
    subject : str or Handle
    method : str
        The name of its method, empty where it is itself called.
    networks : list
        Pairs of a network of the other end's and its parameters, which live here.
    args : list
    kwargs : dict
    noted : bool
        Whether the other end notes the call of a name.
    """

    subject: Any
    method: str
    networks: list
    args: list
    kwargs: dict
    noted: bool


@dataclass(frozen=True)
class AskProduct(Packet):
    """Gradients of what a call was given, from those of its results."""

    call: int
    gradients: list


@dataclass(frozen=True)
class AskKind(Packet):
    """What kind of a thing something is, and the parts of a network."""

    subject: Any


@dataclass(frozen=True)
class Given(Packet):
    """The values that answer a proxy's question."""

    values: list


@dataclass(frozen=True)
class NotGiven(Packet):
    """Kind and words of the error that came instead."""

    kind: str
    says: str


# --- Sending and receiving ---------------------------------------------------------------------


def say(channel: Any, message: Packet, keep: Callable[[Any], Any] | None = None) -> None:
    """Send a message; `keep` makes handles of what stays here."""
    wire.send(channel, message.parts(), keep)


def hear(channel: Any, *kinds: type[Packet], found: Callable[[Handle], Any] | None = None) -> Any:
    """Receive one of some messages; `found` says what handles stand for.

    Raises
    ------
    EOFError
        If the other end is gone.
    WireError
        If anything else comes.
    """
    return read(wire.receive(channel, found=found), *kinds)


def hear_texts(channel: Any, kind: type[Expected]) -> Expected:
    """Receive a message as the grader does: see `grading.engine.wire.receive_texts`."""
    return read(wire.receive_texts(channel), kind)


def read(said: object, *kinds: type[Packet]) -> Any:
    """What came, as one of some messages.

    Raises
    ------
    WireError
        If it is none of them, or a part of it is of another kind.
    """
    # By `type`: what came may be a stand-in that claims to be of another class.
    if type(said) is list and said and type(said[0]) is str:
        for kind in kinds:
            if said[0] == kind.__name__:
                parts, expected = said[1:], kinds_of(kind)  # type: ignore[arg-type]
                if len(parts) == len(expected) and all(map(fits, parts, expected)):
                    return kind(*parts)
                raise WireError(f"a damaged {kind.__name__}")
    raise WireError("a message that nobody waits for")


@functools.cache
def kinds_of(message: Any) -> tuple:
    """Of each part of a message its kind, and those of its items."""
    return tuple(
        (typing.get_origin(part.type) or part.type, typing.get_args(part.type))
        for part in fields(message)
    )


def fits(part: Any, expected: tuple) -> bool:
    """Whether a part is of its kind, and so are its items, where the message says of which."""
    kind, of = expected
    if kind is Any:
        return True
    if type(part) is not kind:
        return False
    if kind is dict and of:
        return all(type(name) is of[0] and type(value) is of[1] for name, value in part.items())
    return not of or all(type(item) is of[0] for item in part)


def send_socket(channel: socket.socket, line: socket.socket) -> None:
    """Send one end of another line after a message that promises it."""
    socket.send_fds(channel, [b"+"], [line.fileno()])


def receive_socket(channel: socket.socket) -> socket.socket:
    """The end of another line that comes after a message.

    Raises
    ------
    OSError
        If none came.
    """
    _, descriptors, *_ = socket.recv_fds(channel, 1, 1)
    if not descriptors:
        raise OSError("no line came with a message")
    return socket.socket(fileno=descriptors[0])
