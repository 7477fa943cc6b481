"""The student's functions, classes and objects as a grade cell sees them.

They stay in the student's process. A `Remote` stands for one of them, and whatever is done with it
is a question to that process, whose answer is a plain value or another `Remote`. A class of the
student's is a class here as well, a *twin*, so that ``isinstance``, ``except`` and
``pytest.raises`` mean what they mean in one process.

An object can claim anything when it is asked, so few kinds of questions are asked. Every object may
be called, read like a list, and shown as text. Whether it equals, contains or adds to something is
asked only of objects of those classes whose own one, in the instructor's notebook, knows that
operator: where a number is expected, an object that claims to equal everything is refused. An
object of any other class is read once, so that its length, its items and its values fit together.
"""

import builtins
import importlib
import itertools
import os
import sys
from collections.abc import Iterator
from typing import Any, SupportsIndex

from grading.engine.protocol import AskCopy, AskDir, AskPlace, DeleteAttribute, SetAttribute

#: What every object may be asked for, where its class knows it.
READING = frozenset(
    [
        "__call__",
        "__iter__",
        "__next__",
        "__len__",
        "__getitem__",
        "__str__",
        "__repr__",
        "__enter__",
        "__exit__",
        "__aiter__",
        "__anext__",
        "__aenter__",
        "__aexit__",
        "__reversed__",
        "__length_hint__",
    ]
)
#: What is asked only where the class of the instructor's notebook knows it, too.
OPERATORS = frozenset(
    f"__{name}__"
    for name in [
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "hash",
        "bool",
        "contains",
        "setitem",
        "delitem",
        "missing",
        "neg",
        "pos",
        "abs",
        "invert",
        "int",
        "float",
        "complex",
        "index",
        "round",
        "trunc",
        "floor",
        "ceil",
        "divmod",
        "rdivmod",
        "format",
        "bytes",
        "iadd",
        "isub",
        "imul",
        "itruediv",
        "ifloordiv",
        "imod",
        "ipow",
        "iand",
        "ior",
        "ixor",
        "imatmul",
        "ilshift",
        "irshift",
    ]
) | frozenset(
    f"__{side}{name}__"
    for name in [
        "add",
        "sub",
        "mul",
        "truediv",
        "floordiv",
        "mod",
        "pow",
        "and",
        "or",
        "xor",
        "matmul",
        "lshift",
        "rshift",
    ]
    for side in ("", "r")
)
#: Names with two underscores that may be read.
READABLE = frozenset(
    [
        "__doc__",
        "__name__",
        "__qualname__",
        "__annotations__",
        "__defaults__",
        "__kwdefaults__",
        "__dict__",
        "__version__",
        "__author__",
        "__wrapped__",
        "__self__",
        "__func__",
    ]
)
#: Libraries whose classes an object may claim to be of, because no check takes one for a value.
LIBRARIES = ("matplotlib.", "mpl_toolkits.")
#: Name of the class that stands for a student's class which the instructor's notebook lacks.
SOME = "Object"
#: The most classes of a student's, and the most of their bases.
MOST_CLASSES, MOST_BASES = 300, 20
#: What a student's process may say of an error: the name of its type, and the line where it was.
LONGEST_NAME, LONGEST_LINE = 40, 240
#: Modules of functions that do not say where they are from.
UNSAID = ("builtins", "math", "operator", "numpy", "numpy.linalg", "numpy.random")


class StudentError(Exception):
    """An error in a student's function, with the line in which it happened."""

    own_line = ""

    def __init__(self, *args: object) -> None:
        # Some kinds of Python's want more than a text.
        BaseException.__init__(self, *args)

    def __str__(self) -> str:
        return str(self.args[0]) if len(self.args) == 1 else str(self.args or "")


class Remote:
    """A function or an object of the student's."""

    __slots__ = ("__weakref__", "_at")
    __array_priority__ = 1e6

    def __getattr__(self, name: str) -> Any:
        return self._at.link.attribute(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        self._at.link.change(SetAttribute(self, name, value))

    def __delattr__(self, name: str) -> None:
        self._at.link.change(DeleteAttribute(self, name))

    def __copy__(self) -> Any:
        return self._at.link.ask(AskCopy(self, deep=False))

    def __deepcopy__(self, memo: dict) -> Any:
        return self._at.link.ask(AskCopy(self, deep=True))

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        raise TypeError("what a student's process holds cannot be pickled")

    def __array__(self, *_: object, **__: object) -> Any:
        raise TypeError(f"{type(self).__name__} is neither a number nor an array")

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return self._at.kind or type(self)

    __dict__ = property(lambda self: self._at.link.attribute(self, "__dict__"))

    def __dir__(self) -> Any:
        return self._at.link.ask(AskDir(self))


Remote.__doc__ = property(lambda self: self._at.link.attribute(self, "__doc__"))  # type: ignore[assignment]


class At:
    """Where a remote value is: the line to its process, its number there, and what it is like.

    Attributes
    ----------
    kind : type or None
        A class of a library that it is of.
    name : str
        What a function is known by here, if by anything.
    items, rest, values
        What an object of a class that the instructor does not know has been read as so far, what
        is still to be read, and values by their keys.
    """

    __slots__ = ("items", "kind", "link", "name", "number", "rest", "values")

    def __init__(self, link: Any, number: int, kind: type | None = None) -> None:
        self.link, self.number, self.kind, self.name = link, number, kind, ""
        self.items: list = []
        self.rest: Any = None
        self.values: dict = {}


class Twin(type):
    """A class of the student's. To call it makes an object in the student's process."""

    def __new__(cls, name: str, bases: tuple, names: dict, at: At | None = None) -> type:
        if at is None:
            raise TypeError("a grade cell cannot inherit from a class of the student's")
        made = super().__new__(cls, name, bases, names)
        type.__setattr__(made, "_at_class", at)
        return made

    def __init__(cls, *_: object, **__: object) -> None:
        pass

    def __call__(cls, *args: object, **kwargs: object) -> Any:
        return cls._at_class.link.call(cls, args, kwargs)

    def __getattr__(cls, name: str) -> Any:
        return cls._at_class.link.attribute(cls, name)

    def __setattr__(cls, name: str, value: object) -> None:
        cls._at_class.link.change(SetAttribute(cls, name, value))

    def __delattr__(cls, name: str) -> None:
        cls._at_class.link.change(DeleteAttribute(cls, name))

    def __dir__(cls) -> Any:
        return cls._at_class.link.ask(AskDir(cls))

    def __iter__(cls) -> Any:
        return cls._at_class.link.call(cls, (), {}, "__iter__")

    def __len__(cls) -> int:
        return cls._at_class.link.call(cls, (), {}, "__len__")

    def __bool__(cls) -> bool:
        return True

    def __getitem__(cls, key: object) -> Any:
        return cls._at_class.link.call(cls, (key,), {}, "__getitem__")


class TwinOfError(Twin):
    """A class of errors of the student's: its objects are made here, so that they can be raised."""

    __call__ = type.__call__


def special(name: str) -> Any:
    """The method of this name of a remote object."""

    def method(self: Remote, *args: object, **kwargs: object) -> Any:
        return self._at.link.call(self, args, kwargs, name)

    method.__name__ = name
    return method


SPECIAL = {name: special(name) for name in READING | OPERATORS}


def asked_of(remote: Remote) -> frozenset[str]:
    """The special methods that the class of an object knows."""
    return getattr(type(remote), "__asked__", frozenset())


def items_of(remote: Remote) -> Iterator:
    """The items of an object, which are the same each time that they are read."""
    at, place = remote._at, 0
    if at.rest is None:
        at.rest = drawn(remote)
    while True:
        if place == len(at.items):
            try:
                at.items.append(next(at.rest))
            except StopIteration:
                return
        yield at.items[place]
        place += 1


def drawn(remote: Remote) -> Iterator:
    """The items of an object from its process."""
    at = remote._at
    if "__iter__" in asked_of(remote):
        yield from at.link.call(remote, (), {}, "__iter__")
        return
    for place in itertools.count():
        try:
            yield value_of(remote, place)
        except IndexError:
            return


def value_of(remote: Remote, key: Any) -> Any:
    """What an object has at a key, which is the same each time that it is asked."""
    at = remote._at
    known = key if type(key) in (int, str, bool, type(None)) else repr(key)
    if (type(key), known) not in at.values:
        at.values[type(key), known] = at.link.call(remote, (key,), {}, "__getitem__")
    return at.values[type(key), known]


def length_of(remote: Remote) -> int:
    """The length of an object, which is that of what it holds."""
    said = remote._at.link.call(remote, (), {}, "__len__")
    if type(said) is not int:
        raise TypeError("its length is no whole number")
    can_be_read = {"__iter__", "__getitem__"} & asked_of(remote)
    if can_be_read and sum(1 for _ in itertools.islice(items_of(remote), said + 1)) != said:
        raise TypeError("its length and its items differ")
    return said


#: How an object is read of whose class the instructor has none: what it says has to fit together.
ONCE = {
    "__iter__": items_of,
    "__len__": length_of,
    "__getitem__": value_of,
    "__reversed__": lambda remote: reversed([*items_of(remote)]),
}


class Function(Remote):
    """A function of the student's, or another thing that only can be called."""

    __slots__ = ()
    __call__ = SPECIAL["__call__"]

    def __eq__(self, other: object) -> Any:
        # A function of a library is one in each process. Which one this is has to be said there,
        # without being told which one is expected.
        if self is other or not callable(other) or isinstance(other, Remote):
            return self is other
        said, expected = self._at.link.ask(AskPlace(self)), place_in_library(other)
        return expected is not None and said == list(expected)

    __hash__ = Remote.__hash__


def place_in_library(value: object) -> tuple[str, str] | None:
    """Module and name of a function or class that every process has."""
    name = getattr(value, "__name__", None)
    if type(name) is not str:
        return None
    said = getattr(value, "__module__", None)
    for module in (*([said] if type(said) is str else ()), *UNSAID):
        found = sys.modules.get(module)
        place = getattr(getattr(found, "__spec__", None), "origin", None) or ""
        if found is None or getattr(found, name, None) is not value:
            continue
        if module in UNSAID or place.startswith((sys.prefix, sys.base_prefix, os.getcwd())):
            return module, name
    return None


def python_kinds(kind: type) -> list[str]:
    """The names of the classes of Python's that a class is or inherits from."""
    return [base.__name__ for base in kind.__mro__ if base.__module__ == "builtins"]


def twin_of(link: Any, number: int, description: object, bases: tuple) -> type:
    """The class here that stands for one of the student's.

    Parameters
    ----------
    link : Link
    number : int
        Of the class there.
    description : object
        What the student's process says of it: its name, the names of the classes of Python that
        it inherits from, the special methods that it knows, module and name if it is a library's.
    bases : tuple of type
        Twins of those of its bases that are the notebook's.
    """
    name, builtin, known, module = described(description)
    errors = tuple(kind for kind in map(error_kind, builtin) if kind)
    title = name if name in link.classes else SOME
    at = At(link, number, of_library(module, name))
    if errors:
        bases = tuple(base for base in bases if issubclass(base, StudentError))
        bases = without_bases_of_others((*bases, StudentError, *errors[:1]))
        return TwinOfError(title, bases, {"__module__": "__main__"}, at=at)
    bases = tuple(base for base in bases if issubclass(base, Remote)) or (Remote,)
    allowed = READING | (OPERATORS & frozenset(link.classes.get(name, ())))
    names: dict[str, Any] = {m: SPECIAL[m] for m in known if m in allowed}
    if title == SOME and at.kind is None and "__next__" not in names:
        names |= {method: ONCE[method] for method in names if method in ONCE}
    names["__asked__"] = frozenset(known)
    if "__eq__" in names and "__hash__" not in names:
        names["__hash__"] = None
    return Twin(title, bases, {"__module__": "__main__", "__slots__": (), **names}, at=at)


def without_bases_of_others(bases: tuple) -> tuple:
    """Classes, without those from which another one of them inherits already."""
    return tuple(
        base
        for place, base in enumerate(bases)
        if not any(issubclass(other, base) for other in bases[:place]) and base not in bases[:place]
    )


def described(description: object) -> tuple[str, list, list, str]:
    """The parts of what a process says of a class, if they are what they should be."""
    match description:
        case [str(name), list(builtin), list(known), str(module)]:
            texts = [*builtin, *known]
            if all(type(text) is str for text in texts) and len(builtin) <= MOST_BASES:
                return name, builtin, known, module
    raise TypeError("a class of which nothing is known")


def of_library(module: str, name: str) -> type | None:
    """The class of a library by its name, if it is loaded and one that objects may claim."""
    if not module.startswith(LIBRARIES):
        return None
    kind = vars(sys.modules[module]).get(name) if module in sys.modules else None
    # A module also has the names of what it imports, such as a number's.
    own = isinstance(kind, type) and kind.__module__.startswith(LIBRARIES)
    return kind if own else None


def error_kind(name: object) -> type | None:
    """The class of errors of this name that every process knows."""
    if name == "LinAlgError":
        return importlib.import_module("numpy.linalg").LinAlgError
    kind = getattr(builtins, name, None) if isinstance(name, str) else None
    if isinstance(kind, type) and issubclass(kind, Exception | SystemExit):
        return kind
    return None


def error_of(link: Any, kinds: list[str], text: str, line: str, twin: object) -> BaseException:
    """The student's error as one that the check can raise.

    Parameters
    ----------
    kinds : list of str
        The name of its class, and those of the classes of Python that this inherits from.
    text, line : str
    twin : type or None
        Its class, if that is the student's own.
    """
    base = next((kind for kind in map(error_kind, kinds) if kind), None)
    if base in (StopIteration, StopAsyncIteration):
        # Python takes a value from it, which only its own constructor sets.
        return base()
    title = kinds[0] if kinds else SOME
    # In the hidden part of a cell words could carry the judge's data back to the student: the
    # text, the line, and the name of an error that neither Python nor the instructor knows.
    if link.is_hidden():
        known, text, line = title in link.classes or hasattr(builtins, title), "", ""
    else:
        known, line = title.isidentifier() and len(title) <= LONGEST_NAME, line[:LONGEST_LINE]
    if isinstance(twin, TwinOfError) and twin.__name__ in link.classes:
        error = twin(text)
    else:
        title = title if known else base.__name__ if base else "Error"
        bases = (StudentError, *([base] if base else []))
        error = type(title, bases, {})(text)
    error.own_line = line
    return error
