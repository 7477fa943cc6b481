"""The student's end of the line to a judge: answers what is asked about the notebook's names.

Lives in a fork of the student's process. Nothing here guards anything: whoever runs code in that
process owns it.
"""

import asyncio
import builtins
import contextlib
import copy
import functools
import importlib
import inspect
import io
import linecache
import os
import random
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grading.engine import proxies
from grading.engine.calls import Sink, call
from grading.engine.changes import CHANGEABLE, become, state
from grading.engine.gradients import Traces, leaves
from grading.engine.protocol import (
    Answered,
    AskAttribute,
    AskCall,
    AskClass,
    AskCopy,
    AskDir,
    Asked,
    AskGradient,
    AskModule,
    AskNames,
    AskPlace,
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
    read,
    say,
)
from grading.engine.remote import OPERATORS, READING, place_in_library, python_kinds
from grading.engine.wire import Handle, Kept

#: The text of an error that a function of the check raised: its own words are not told.
KEPT_BACK = "raised by a function of the check"
#: Letters of what a function printed that a check may read.
MOST_PRINTED = 200_000


class Answers:
    """Answers a judge's questions.

    Parameters
    ----------
    channel : socket
    namespace : dict
        The notebook's names.
    """

    def __init__(self, channel: Any, namespace: dict) -> None:
        self.channel, self.namespace = channel, namespace
        self.objects: list = []
        self.numbers: dict[int, int] = {}
        self.callbacks: dict[int, Any] = {}
        self.watched: dict[str, tuple[object, object]] = {}
        self.current, self.turn = 0, threading.RLock()
        self.traces = Traces()

    # --- The line ----------------------------------------------------------------------------

    def receive(self, *kinds: type[Packet]) -> Any:
        """The next message, of one of some kinds; without one this process ends."""
        try:
            return hear(self.channel, *kinds, found=self.meant)
        except (EOFError, OSError):
            os._exit(0)

    def answer(self, asked: Asked) -> None:
        """Answer one question; whatever goes wrong with it is an answer, too."""
        number, outer = asked.number, self.current
        self.current = number
        try:
            question = read(asked.question, *ANSWERS)
            value, printed = ANSWERS[type(question)](self, question)
            say(self.channel, Answered(number, value, self.altered(), printed), self.keep)
        except BaseException as error:
            say(self.channel, Failed(number, *self.described(error)), self.keep)
        finally:
            self.current = outer

    def keep(self, value: object) -> Handle:
        """What stands for a value at the judge's."""
        for number, callback in self.callbacks.items():
            if callback is value:
                return Handle(-1 - number)
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        return Handle(self.numbers[id(value)], tuple(about(value)))

    def meant(self, handle: Handle) -> Any:
        """What a handle means here: something kept, or something of the judge's."""
        if handle.number < 0:
            return self.objects[-1 - handle.number]
        kind, *details = handle.about
        if kind == "library":
            module, name = details
            return getattr(importlib.import_module(module), name)
        if handle.number not in self.callbacks:
            self.callbacks[handle.number] = self.callback(handle.number, kind, *details)
        return self.callbacks[handle.number]

    def callback(self, which: int, kind: str, name: str) -> Any:
        """A function, or an iterator, that is the judge's."""

        def function(*args: object, **kwargs: object) -> Any:
            return self.call_back(which, args, kwargs)

        if kind == "iterator":
            return Drawn(function)
        function.__name__ = function.__qualname__ = name or "function"
        return function

    def call_back(self, which: int, args: tuple, kwargs: dict) -> Any:
        """Have the judge call something of its own; answers what it asks meanwhile."""
        with self.turn:
            say(self.channel, CallBack(self.current, which, list(args), kwargs), self.keep)
            while True:
                message = self.receive(Returned, Raised, Asked)
                if isinstance(message, Returned):
                    return message.value
                if isinstance(message, Raised):
                    raise getattr(builtins, message.kind)(KEPT_BACK)
                self.answer(message)

    # --- Answers -------------------------------------------------------------------------------

    def names(self, question: AskNames) -> tuple:
        """Values of those names that are defined, and from now on what changes in some."""
        found = {}
        for name in dict.fromkeys([*question.functions, *question.others]):
            value = self.namespace.get(name)
            if name in self.namespace and (name in question.others or callable(value)):
                found[name] = Handle(0, ("module",)) if inspect.ismodule(value) else value
        self.watched = {
            name: (self.namespace[name], state(self.namespace[name]))
            for name in question.heard
            if name in self.namespace
        }
        return found, ""

    def call(self, question: AskCall) -> tuple:
        """Result of a call, what it changed in its arguments, and what it printed."""
        subject, args, kwargs = question.subject, question.args, question.kwargs
        function = proxies.for_a_check(subject)
        if question.method != "__call__":
            function = functools.partial(getattr(type(subject), question.method), subject)
        sink = io.StringIO() if question.listens else None
        # What stays here is no tensor at the judge's.
        given = [v for v in leaves([args, kwargs]) if id(v) not in self.numbers]
        result, changed = call(function, args, kwargs, sink=sink)
        trace = self.traces.trace(result, given)
        if question.method == "__call__" and is_own_class(subject):
            result = Kept(result) if type(result) is subject else result
        elif id(result) in self.numbers:
            result = Kept(result)
        return [result, changed, trace], sink.getvalue()[:MOST_PRINTED] if sink else ""

    def attribute(self, question: AskAttribute) -> tuple:
        with quiet():
            value = getattr(question.subject, question.name)
        shown = Kept(value) if id(value) in self.numbers else value
        return [shown, self.traces.trace(value)], ""

    def gradient(self, question: AskGradient) -> tuple:
        with quiet():
            return self.traces.product(question.call, question.gradients, question.weights), ""

    def set(self, question: SetAttribute) -> tuple:
        with quiet():
            setattr(question.subject, question.name, question.value)
        return None, ""

    def delete(self, question: DeleteAttribute) -> tuple:
        with quiet():
            delattr(question.subject, question.name)
        return None, ""

    def bind(self, question: BindName) -> tuple:
        name, value = question.name, question.value
        old = self.namespace.get(name)
        if type(old) is type(value) and type(value) in CHANGEABLE:
            become(old, value)
        else:
            self.namespace[name] = value
        return None, ""

    def unbind(self, question: UnbindName) -> tuple:
        self.namespace.pop(question.name, None)
        return None, ""

    def seed(self, question: SetRandom) -> tuple:
        np.random.set_state(("MT19937", *question.numpy))
        random.setstate((3, tuple(question.python), None))
        return None, ""

    def copied(self, question: AskCopy) -> tuple:
        return Kept((copy.deepcopy if question.deep else copy.copy)(question.subject)), ""

    def awaited(self, question: Await) -> tuple:
        with quiet():
            return loop().run_until_complete(question.coroutine), ""

    def sent(self, question: SendIn) -> tuple:
        with quiet():
            return question.generator.send(question.value), ""

    def module(self, question: AskModule) -> tuple:
        return importlib.import_module(question.name), ""

    def listed(self, question: AskDir) -> tuple:
        return [name for name in dir(question.subject) if isinstance(name, str)], ""

    def place(self, question: AskPlace) -> tuple:
        return list(place_in_library(question.subject) or ()), ""

    def describe(self, question: AskClass) -> tuple:
        """What there is to say of a class, and those of its bases that are the notebook's."""
        kind = question.subject
        name, module = kind.__name__, kind.__module__
        known = [
            special
            for special in READING | OPERATORS
            if getattr(kind, special, None) is not getattr(object, special, None)
            and getattr(kind, special, None) is not None
        ]
        bases = [Kept(base) for base in kind.__bases__ if is_own_class(base)]
        return [[name, python_kinds(kind), known, module], bases], ""

    # --- What comes with an answer ----------------------------------------------------------------

    def altered(self) -> list:
        """Names that the last call has changed, with what they are now."""
        changed = []
        for name, (old, mark) in self.watched.items():
            value = self.namespace.get(name)
            if value is not old or mark != state(value):
                self.watched[name] = value, state(value)
                changed.append([name, value])
        return changed

    def described(self, error: BaseException) -> list:
        """Kinds, text, own line and own class of an error, short enough to send."""
        kind = type(error)
        kinds = [kind.__name__[:200], *python_kinds(kind)]
        if isinstance(error, np.linalg.LinAlgError):
            kinds.insert(1, "LinAlgError")
        twin = Kept(kind) if is_own_class(kind) else None
        return [kinds, text_of(error), own_line(error), twin]


#: For each question a method that returns the answer and what was printed.
ANSWERS: dict[type[Packet], Callable[[Answers, Any], tuple]] = {
    AskNames: Answers.names,
    AskCall: Answers.call,
    AskAttribute: Answers.attribute,
    AskGradient: Answers.gradient,
    SetAttribute: Answers.set,
    DeleteAttribute: Answers.delete,
    BindName: Answers.bind,
    UnbindName: Answers.unbind,
    SetRandom: Answers.seed,
    AskCopy: Answers.copied,
    Await: Answers.awaited,
    SendIn: Answers.sent,
    AskModule: Answers.module,
    AskDir: Answers.listed,
    AskPlace: Answers.place,
    AskClass: Answers.describe,
}


class Drawn:
    """An iterator of the judge's."""

    def __init__(self, draw: Callable) -> None:
        self.draw = draw

    def __iter__(self) -> "Drawn":
        return self

    def __next__(self) -> Any:
        return self.draw()


def about(value: object) -> list:
    """What kind of a thing something is."""
    if inspect.isclass(value):
        return ["class"]
    if inspect.isgenerator(value):
        return ["generator"]
    if inspect.iscoroutine(value):
        return ["coroutine"]
    if isinstance(value, proxies.Proxy) or inspect.isroutine(value):
        return ["function"]
    return ["object", Kept(type(value))]


def is_own_class(kind: object) -> bool:
    """Whether something is a class of the notebook's."""
    return isinstance(kind, type) and kind.__module__ == proxies.NOTEBOOK


def loop() -> asyncio.AbstractEventLoop:
    """The one event loop in which coroutines of the notebook run."""
    if not LOOPS:
        LOOPS.append(asyncio.new_event_loop())
        asyncio.set_event_loop(LOOPS[0])
    return LOOPS[0]


LOOPS: list[asyncio.AbstractEventLoop] = []


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Drop what is printed."""
    with contextlib.redirect_stdout(Sink()), contextlib.redirect_stderr(Sink()):
        yield


def own_line(error: BaseException) -> str:
    """The line of the notebook in which an error happened."""
    frames = traceback.extract_tb(error.__traceback__)[1:]
    own = [frame for frame in frames if is_own(frame.filename)]
    if not own:
        return ""
    frame = own[-1]
    text = linecache.getline(frame.filename, frame.lineno or 0).strip()
    return f"in {frame.name}, line {frame.lineno} of its cell: {text[:200]}"


def text_of(error: BaseException) -> str:
    """What an error says, short enough to send."""
    try:
        return str(error)[:1000]
    except Exception:
        return ""


def is_own(filename: str) -> bool:
    """Whether code stands in a cell: neither in a library nor in a file beside the notebook."""
    return filename.startswith("<") and not filename.startswith("<frozen")
