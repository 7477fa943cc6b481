"""The judge's end of the line to a student's process: questions go out, answers come in.

While it waits for an answer it serves what the student's code asks of functions that it was given:
these run here, as a part of the grade cell, and only their results go out.
"""

import builtins
import contextlib
import random
import sys
from collections.abc import Iterable, Iterator, Mapping
from types import FrameType, MappingProxyType, ModuleType
from typing import Any, NoReturn

import numpy as np

from grading.engine.changes import become, repeat, state
from grading.engine.gradients import COMPUTED, carriers, leaves, tensors_in, tied
from grading.engine.plain import CHANGEABLE
from grading.engine.protocol import (
    Answered,
    AskAttribute,
    AskCall,
    AskClass,
    Asked,
    AskGradient,
    Await,
    BindName,
    CallBack,
    DeleteAttribute,
    Failed,
    Packet,
    Raised,
    Returned,
    SendIn,
    SetAttribute,
    SetRandom,
    UnbindName,
    hear,
    say,
)
from grading.engine.remote import (
    MOST_CLASSES,
    READABLE,
    At,
    Function,
    Remote,
    Twin,
    TwinOfError,
    error_of,
    place_in_library,
    python_kinds,
    twin_of,
)
from grading.engine.setting import Setting
from grading.engine.wire import Handle, WireError
from grading.letters import CONTROL

#: How often a grade cell's functions may be called back, how deep calls may be nested, and how
#: many values the line may keep.
MOST_CALLBACKS, DEEPEST, MOST_KEPT = 200_000, 20, 100_000
#: The errors that say that an iteration has come to its end.
ENDS = frozenset(["StopIteration", "StopAsyncIteration"])
#: In the place of a name that is not there.
MISSING = object()


class WitnessGone(Exception):
    """The student's process ended while it was asked."""

    own_line = ""


class ModuleName:
    """Stands for a module of the student's process, which is not believed to be what it says."""


class Link:
    """Questions to one witness, and its answers.

    Parameters
    ----------
    channel : socket
    hidden : dict of str to int
        Of each file name of the instructor's code the line from which on nothing that the
        student's process says of an error may be told.
    classes : dict of str to tuple of str
        Classes that students write, and the operators that the instructor's own one knows.
    """

    def __init__(
        self,
        channel: Any,
        hidden: Mapping[str, int],
        classes: Mapping[str, tuple] = MappingProxyType({}),
    ) -> None:
        self.channel, self.hidden, self.classes = channel, dict(hidden), classes
        self.number = self.depth = self.callbacks = 0
        self.gone = self.asked_in_secret = False
        #: What the student's process keeps, by its number there, and the numbers by what is here.
        self.found: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}
        #: What it was given of this side, and the numbers of that.
        self.given: list = []
        self.given_numbers: dict[int, int] = {}
        #: The student's own tensors, such as weights, as they are known here.
        self.weights: dict[int, Any] = {}
        #: Where the grade cell prints as long as it puts nothing else there.
        self.stdout = sys.stdout
        self.shared: Shared | None = None

    # --- Asking ------------------------------------------------------------------------------

    def ask(self, question: Packet) -> Any:
        """The answer to a question that runs code of the student's."""
        if self.depth >= DEEPEST:
            raise RecursionError("calls to and fro are nested too deep")
        if self.shared is not None and self.depth == 0:
            self.shared.tell()
        listens = self.listens()
        self.depth += 1
        try:
            answer = self.exchange(question)
        finally:
            self.depth -= 1
        if listens and answer.printed:
            sys.stdout.write(answer.printed)
        if self.shared is not None:
            self.shared.hear(answer.altered)
        return answer.value

    def exchange(self, question: Packet) -> Answered:
        """Send a question and wait for its answer."""
        self.number += 1
        number = self.number
        self.asked_in_secret = self.asked_in_secret or self.is_hidden()
        self.say(Asked(number, question.parts()))
        while True:
            answer = self.hear()
            if answer.number != number:
                raise WitnessGone("the function sent an answer that nobody asked for")
            if isinstance(answer, Answered):
                return answer
            if isinstance(answer, Failed):
                raise self.error(answer, question)
            self.call_back(answer)

    def error(self, failed: Failed, question: Packet) -> BaseException:
        """The error that came in the place of an answer."""
        kinds, twin = failed.kinds, failed.twin
        if not ENDS.isdisjoint(kinds) and not may_end(question):
            # As from a generator: it would end a loop of the check's.
            kinds, twin = ["RuntimeError"], None
        return error_of(self, kinds, clean(failed.says), clean(failed.line), twin)

    def say(self, message: Packet) -> None:
        try:
            say(self.channel, message, self.keep)
        except OSError:
            self.end("the function ended the Python that it ran in")

    def hear(self) -> Answered | Failed | CallBack:
        try:
            return hear(self.channel, Answered, Failed, CallBack, found=self.stand_in)
        except (EOFError, OSError):
            self.end("the function ended the Python that it ran in")
        except WireError as error:
            raise WitnessGone(f"the function sent what breaks the rules: {error}") from None

    def end(self, why: str) -> NoReturn:
        """Note that nobody answers any more.

        Raises
        ------
        WitnessGone
        """
        self.gone = True
        raise WitnessGone(why) from None

    def call(self, subject: object, args: tuple, kwargs: dict, special: str = "__call__") -> Any:
        """Call something of the student's, or a special method of it."""
        given = [*args, *kwargs.values()]
        question = AskCall(subject, special, list(args), kwargs, self.listens())
        value, changed, trace = parts_of(self.ask(question), 3)
        repeat(given, changed)
        return self.tied(value, trace, given)

    def attribute(self, subject: Any, name: str) -> Any:
        """An attribute of something of the student's."""
        if name.startswith("__") and name not in READABLE:
            raise AttributeError(name)
        # Messages name functions: what a student's code calls itself could carry data home.
        if name in ("__name__", "__qualname__"):
            known = subject._at.name if isinstance(subject, Function) else ""
            if known or self.is_hidden():
                return known or "function"
        value, trace = parts_of(self.ask(AskAttribute(subject, name)), 2)
        return named(self.tied(value, trace), name)

    def tied(self, result: Any, trace: Any, given: Iterable = ()) -> Any:
        """A result whose gradients are asked for where it was made.

        Parameters
        ----------
        result : object
        trace : list
            As `Traces` makes it; whatever it says, only numbers come of it.
        given : iterable
            What the function was called with.
        """
        tensors = carriers(result)
        try:
            number, marks = trace
            marked = list(zip(tensors, marks, strict=True))
        except (TypeError, ValueError):
            raise WitnessGone("the function sent an answer that breaks the rules") from None
        self.weights |= {mark: tensor for tensor, mark in marked if mark != COMPUTED}
        outputs, weights = [t for t, mark in marked if mark == COMPUTED], dict(self.weights)
        inputs = [*tensors_in(leaves(list(given))), *weights.values()]
        if not outputs or not any(tensor.requires_grad for tensor in inputs):
            return result
        return tied(result, outputs, inputs, lambda g: self.ask(AskGradient(number, g, [*weights])))

    def change(self, order: SetAttribute | DeleteAttribute) -> None:
        """Set or delete an attribute of something of the student's."""
        if order.name.startswith("__"):
            raise AttributeError(order.name)
        self.ask(order)

    # --- What stays where it is -----------------------------------------------------------------

    def keep(self, value: object) -> Handle:
        """What stands for a value in the student's process."""
        number = self.numbers.get(id(value))
        if number is not None:
            return Handle(-1 - number)
        if place := place_in_library(value):
            return Handle(0, ("library", *place))
        kind = "function" if callable(value) else "iterator" if isinstance(value, Iterator) else ""
        if not kind:
            raise TypeError(f"a {type(value).__name__} cannot be given to a student's function")
        if id(value) not in self.given_numbers:
            if len(self.given) >= MOST_KEPT:
                raise RecursionError("too many functions are given to the student's")
            self.given_numbers[id(value)] = len(self.given)
            self.given.append(value)
        name = "" if self.is_hidden() else str(getattr(value, "__name__", ""))
        return Handle(self.given_numbers[id(value)], (kind, name))

    def stand_in(self, handle: Handle) -> Any:
        """What stands here for a value of the student's."""
        number = handle.number
        if handle.about[:1] == ("module",):
            return ModuleName()
        if number < 0:
            if -1 - number >= len(self.given):
                raise WireError("something that was never given")
            return self.given[-1 - number]
        if number not in self.found:
            if len(self.found) >= MOST_KEPT:
                raise WireError(f"too many: more than {MOST_KEPT} objects")
            made = self.make(number, *(handle.about or ("function",)))
            self.found[number], self.numbers[id(made)] = made, number
        return self.found[number]

    def make(self, number: int, kind: object, *details: object) -> Any:
        """A new stand-in of some kind."""
        if kind == "class":
            return self.make_class(number)
        if kind == "generator":
            return self.make_generator(number)
        if kind == "coroutine":
            return self.make_coroutine(number)
        twin = details[0] if details and kind == "object" else Function
        if isinstance(twin, TwinOfError):
            return twin()
        if not (isinstance(twin, type) and issubclass(twin, Remote)):
            raise WireError("an object of no class")
        library = type.__getattribute__(twin, "_at_class").kind if isinstance(twin, Twin) else None
        made = object.__new__(twin)
        object.__setattr__(made, "_at", At(self, number, library))
        return made

    def make_class(self, number: int) -> type:
        if sum(isinstance(found, type) for found in self.found.values()) >= MOST_CLASSES:
            raise WireError(f"too many: more than {MOST_CLASSES} classes")
        self.depth += 1
        if self.depth > DEEPEST:
            raise WireError("classes that inherit without end")
        try:
            description, bases = self.exchange(AskClass(Handle(-1 - number))).value
            bases = [base for base in bases if isinstance(base, type)]
            return twin_of(self, number, description, tuple(bases))
        except (TypeError, ValueError) as error:
            raise WireError(f"a class that cannot be: {error}") from None
        finally:
            self.depth -= 1

    def make_generator(self, number: int) -> Iterator:
        """A generator here that draws from one of the student's."""
        handle = Handle(-1 - number)

        def items() -> Iterator:
            sent = None
            while True:
                try:
                    if sent is None:
                        value = self.call(handle, (), {}, "__next__")
                    else:
                        value = self.ask(SendIn(handle, sent))
                except StopIteration:
                    return
                sent = yield value

        return items()

    def make_coroutine(self, number: int) -> Any:
        """A coroutine here that waits for one of the student's."""

        async def waited() -> Any:
            return self.ask(Await(Handle(-1 - number)))

        return waited()

    def listens(self) -> bool:
        """Whether the grade cell reads what functions print."""
        return sys.stdout is not self.stdout

    # --- Being called back -----------------------------------------------------------------------

    def call_back(self, call: CallBack) -> None:
        """Call something that the student's process was given, and send what comes of it."""
        self.callbacks += 1
        try:
            if self.callbacks > MOST_CALLBACKS:
                raise RecursionError("a function of the check is called too often")
            self.depth += 1
            if self.depth > DEEPEST:
                raise RecursionError("calls to and fro are nested too deep")
            if not 0 <= call.which < len(self.given):
                raise LookupError("something that was never given")
            subject = self.given[call.which]
            value = subject(*call.args, **call.kwargs) if callable(subject) else next(subject)
            say(self.channel, Returned(call.number, value), self.keep)
        except WitnessGone:
            raise
        except BaseException as error:  # for whom the student's code calls
            # Its words could tell what a hidden part computes.
            self.say(Raised(call.number, python_kinds(type(error))[0]))
        finally:
            self.depth -= 1

    # --- What may be told ----------------------------------------------------------------------

    def is_hidden(self) -> bool:
        """Whether the hidden part of a cell asks, be it through a helper of the visible one."""
        frame: FrameType | None = sys._getframe()
        while frame is not None:
            line = self.hidden.get(frame.f_code.co_filename)
            if line is not None and frame.f_lineno > line:
                return True
            frame = frame.f_back
        return False


def named(value: Any, name: str) -> Any:
    """The same value; a function is known by this name from now on."""
    if isinstance(value, Function) and not value._at.name and not name.startswith("__"):
        value._at.name = name
    return value


class Shared:
    """Names that a grade cell and the student's functions both have.

    Where the grade cell gives one another value, or deletes it, the functions are to see that, and
    the cell what they change. So a check can put something else in the place of a helper and see
    that it is used.

    Parameters
    ----------
    link : Link
    names : dict
        Those of the grade cell.
    setting : Setting
        Which of them are shared, and whether random numbers are.
    """

    def __init__(self, link: Link, names: dict, setting: Setting) -> None:
        self.link, self.names, self.seeds = link, names, setting.seeds
        self.heard = frozenset(setting.heard)
        self.known = {name: self.seen(name) for name in {*setting.told, *setting.heard}}
        self.input, self.random = builtins.input, random_state() if self.seeds else None

    def seen(self, name: str) -> tuple:
        """A name's value, and what tells whether it has changed."""
        value = self.names.get(name, MISSING)
        return value, state(value) if type(value) in CHANGEABLE else None

    def tell(self) -> None:
        """Let the student's process know what has changed since it was told last."""
        for name, (value, mark) in self.known.items():
            now, new = self.seen(name)
            if now is MISSING and value is not MISSING:
                self.link.exchange(UnbindName(name))
            elif now is not value or mark != new:
                with contextlib.suppress(TypeError):  # what cannot cross is not told
                    self.link.exchange(BindName(name, now))
            else:
                continue
            self.known[name] = now, new
        if builtins.input is not self.input:
            self.input = builtins.input
            self.link.exchange(BindName("input", self.input))
        if self.seeds and (now := random_state()) != self.random:
            self.random = now
            self.link.exchange(SetRandom(numpy_state(), [*random.getstate()[1]]))

    def hear(self, altered: list) -> None:
        """Take over what a function has done to a name."""
        for change in altered:
            match change:
                case [str(name), value] if name in self.heard:
                    old, _ = self.known[name]
                    if self.names.get(name, MISSING) is not old or is_tool(old):
                        continue
                    if type(value) is type(old) and type(old) in CHANGEABLE:
                        become(old, value)
                    else:
                        self.names[name] = value
                    self.known[name] = self.seen(name)


def is_tool(value: object) -> bool:
    """Whether a value is a module, a function or a class of the judge's, which stays what it is."""
    return isinstance(value, ModuleType) or (callable(value) and not isinstance(value, Remote))


def numpy_state() -> list:
    """The state of numpy's random numbers as plain values."""
    _, key, *rest = np.random.get_state()
    return [key, *rest]


def random_state() -> tuple:
    """What tells whether random numbers have been set or drawn."""
    key, *rest = numpy_state()
    return key.tobytes(), *rest, random.getstate()


def may_end(question: Packet) -> bool:
    """Whether the answer to a question may be that an iteration has ended."""
    if isinstance(question, AskCall):
        return question.method in ("__next__", "__anext__")
    return isinstance(question, SendIn | Await)


def parts_of(value: object, number: int) -> list:
    """The parts of an answer that has some.

    Raises
    ------
    WitnessGone
        If it has others.
    """
    if type(value) is not list or len(value) != number:
        raise WitnessGone("the function sent an answer that breaks the rules")
    return value


def clean(text: str) -> str:
    """Text without terminal codes, control characters or letters that turn the line round."""
    return CONTROL.sub("", text)[:20_000]
