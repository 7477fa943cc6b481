"""The student's end of the line to a judge: answers what is asked about the notebook's names.

Lives in a fork of the student's process. Nothing here guards anything: whoever runs code in that
process owns it.
"""

import asyncio
import builtins
import contextlib
import copy
import importlib
import inspect
import io
import linecache
import os
import random
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grading.engine import proxies
from grading.engine.calls import Sink, call
from grading.engine.changes import CHANGEABLE, become, state
from grading.engine.gradients import Traces, leaves
from grading.engine.remote import OPERATORS, READING, place_in_library, python_kinds
from grading.engine.wire import Handle, Kept, receive, send

#: Files that are no student's.
HERE = os.path.dirname(os.path.abspath(__file__))
#: Whoever writes a class into a notebook writes it into this module.
NOTEBOOK = "__main__"
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

    def receive(self) -> list:
        """The next message; without one this process ends."""
        try:
            return receive(self.channel, found=self.meant)
        except (EOFError, OSError):
            os._exit(0)

    def answer(self, number: int, order: str, target: object, *details: object) -> None:
        """Answer one question; whatever goes wrong with it is an answer, too."""
        outer, self.current = self.current, number
        try:
            value, printed = ANSWERS[order](self, target, *details)
            reply = [number, "ok", value, self.altered(), printed]
            send(self.channel, reply, self.keep)
        except BaseException as error:
            send(self.channel, [number, "error", *self.described(error)], self.keep)
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
            number = self.current
            send(self.channel, [number, "callback", which, list(args), kwargs], self.keep)
            while True:
                message = self.receive()
                if message[:2] == [number, "returned"]:
                    return message[2]
                if message[:2] == [number, "raised"]:
                    raise getattr(builtins, message[2])("raised by a function of the check")
                self.answer(*message)

    # --- Answers -------------------------------------------------------------------------------

    def names(self, functions: list, others: list, heard: list) -> tuple:
        """Values of those names that are defined, and from now on what changes in some."""
        found = {}
        for name in dict.fromkeys([*functions, *others]):
            value = self.namespace.get(name)
            if name in self.namespace and (name in others or callable(value)):
                found[name] = self.sendable(value)
        self.watched = {
            name: (self.namespace[name], state(self.namespace[name]))
            for name in heard
            if name in self.namespace
        }
        return found, ""

    def sendable(self, value: object) -> Any:
        """A value as it crosses; one that is too large stays here."""
        if inspect.ismodule(value):
            return Handle(0, ("module",))
        return value

    def call(self, subject: Any, special: str, args: list, kwargs: dict, heard: bool) -> tuple:
        """Result of a call, what it changed in its arguments, and what it printed."""
        function = proxies.for_a_check(subject)
        if special != "__call__":
            method = getattr(type(subject), special)
            function = lambda *args, **kwargs: method(subject, *args, **kwargs)  # noqa: E731
        sink = io.StringIO() if heard else None
        # What stays here is no tensor at the judge's.
        given = [v for v in leaves([args, kwargs]) if id(v) not in self.numbers]
        result, changed = call(function, args, kwargs, sink=sink)
        trace = self.traces.trace(result, given)
        if special == "__call__" and is_own_class(subject):
            result = Kept(result) if type(result) is subject else result
        elif id(result) in self.numbers:
            result = Kept(result)
        return [result, changed, trace], sink.getvalue()[:MOST_PRINTED] if sink else ""

    def attribute(self, subject: object, name: str) -> tuple:
        with quiet():
            value = getattr(subject, name)
        shown = Kept(value) if id(value) in self.numbers else value
        return [shown, self.traces.trace(value)], ""

    def gradient(self, call: int, gradients: list, own: list) -> tuple:
        """Gradients of what a call was given and of some own tensors, from those of its results."""
        with quiet():
            return self.traces.product(call, gradients, own), ""

    def set(self, subject: object, name: str, value: object) -> tuple:
        with quiet():
            setattr(subject, name, value)
        return None, ""

    def delete(self, subject: object, name: str) -> tuple:
        with quiet():
            delattr(subject, name)
        return None, ""

    def bind(self, name: str, value: object) -> tuple:
        """A name of the notebook has another value now."""
        old = self.namespace.get(name)
        if type(old) is type(value) and type(value) in CHANGEABLE:
            become(old, value)
        else:
            self.namespace[name] = value
        return None, ""

    def unbind(self, name: str) -> tuple:
        self.namespace.pop(name, None)
        return None, ""

    def seed(self, _: str, key: Any, position: int, has: int, gauss: float, py: list) -> tuple:
        np.random.set_state(("MT19937", key, position, has, gauss))
        random.setstate((3, tuple(py), None))
        return None, ""

    def copied(self, subject: object) -> tuple:
        return Kept(copy.copy(subject)), ""

    def deeply_copied(self, subject: object) -> tuple:
        return Kept(copy.deepcopy(subject)), ""

    def awaited(self, subject: Any) -> tuple:
        """What comes of a coroutine."""
        with quiet():
            return loop().run_until_complete(subject), ""

    def sent(self, subject: Any, value: object) -> tuple:
        with quiet():
            return subject.send(value), ""

    def module(self, name: str) -> tuple:
        return importlib.import_module(name), ""

    def listed(self, subject: object) -> tuple:
        return [name for name in dir(subject) if isinstance(name, str)], ""

    def place(self, subject: object) -> tuple:
        """Where a library has a function, if one has it."""
        return list(place_in_library(subject) or ()), ""

    def describe(self, kind: type) -> tuple:
        """What there is to say of a class, and those of its bases that are the notebook's."""
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


ANSWERS: dict[str, Callable] = {
    "names": Answers.names,
    "call": Answers.call,
    "attribute": Answers.attribute,
    "gradient": Answers.gradient,
    "set": Answers.set,
    "delete": Answers.delete,
    "bind": Answers.bind,
    "unbind": Answers.unbind,
    "seed": Answers.seed,
    "copy": Answers.copied,
    "deepcopy": Answers.deeply_copied,
    "await": Answers.awaited,
    "send": Answers.sent,
    "module": Answers.module,
    "dir": Answers.listed,
    "place": Answers.place,
    "class": Answers.describe,
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
    return isinstance(kind, type) and kind.__module__ == NOTEBOOK


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
    """Whether code is the student's, and of no library."""
    return not filename.startswith((sys.prefix, sys.base_prefix, HERE))
