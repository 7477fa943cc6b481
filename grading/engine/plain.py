"""Plain values beyond numbers, texts and lists: what they are made of, and made again of that.

Each kind is taken apart into values that cross by themselves, and put together by its own rule.
Nothing here believes what it is given: a kind that would be large, or slow to work with, is
refused.
"""

import builtins
import collections
import datetime
import decimal
import fractions
import keyword
import numbers
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

#: The longest range, and the most digits and decimal places of a number.
LONGEST_RANGE, DIGITS = 1_000_000, 1000
#: The most kinds of named tuples, and the most names of one.
MOST_NAMED, MOST_FIELDS, LONGEST_FIELD = 200, 100, 40
#: Named tuples by what they are called and hold, so that two of a kind are of one class.
NAMED: dict[tuple, type] = {}
#: Modules whose classes cross by name.
MODULES = (builtins, collections, collections.abc, datetime, decimal, fractions, numbers, np)


def classes_by_name() -> dict[str, type]:
    """The classes that mean the same in every process."""
    found = {}
    for module in MODULES:
        for name, value in vars(module).items():
            # Of numpy's classes only those of numbers: others open files, and an array that is
            # made without values shows what memory held before.
            numeric = module is not np or (
                isinstance(value, type) and issubclass(value, np.generic)
            )
            if isinstance(value, type) and not name.startswith("_") and numeric:
                found.setdefault(f"{module.__name__}.{name}", value)
    return found | {"numpy.linalg.LinAlgError": np.linalg.LinAlgError}


CLASSES = classes_by_name()
NAMES = {kind: name for name, kind in reversed(CLASSES.items())}


class NotPlain(ValueError):
    """Parts of which no value can be made; the text says why."""


@dataclass(frozen=True)
class Kind:
    """A kind of values.

    Attributes
    ----------
    apart : callable
        Turns a value into a list of its parts.
    together : callable
        Turns the parts, each as an argument, into a value.
    """

    apart: Callable[[Any], list]
    together: Callable[..., Any]


def whole(value: object, most: int | None = None) -> int:
    """A value if it is a plain integer, and not too large."""
    if type(value) is not int or (most is not None and abs(value) > most):
        raise NotPlain("no integer, or too large a one")
    return value


def of_kind(value: object, kind: type) -> Any:
    """A value if its class is this one."""
    if type(value) is not kind:
        raise NotPlain(f"a {type(value).__name__} in the place of a {kind.__name__}")
    return value


def make_range(*ends: int) -> range:
    made = range(*map(whole, ends))
    # The bounds first: the length of a range beyond 64 bits is an error.
    if max(map(abs, ends)) >= 1 << 62 or len(made) > LONGEST_RANGE:
        raise NotPlain(f"a range of more than {LONGEST_RANGE} numbers")
    return made


def make_deque(items: list, most: int | None) -> collections.deque:
    return collections.deque(of_kind(items, list), None if most is None else whole(most))


def make_decimal(text: str) -> decimal.Decimal:
    """A decimal number whose value can be worked with in little time."""
    if len(of_kind(text, str)) > DIGITS:
        raise NotPlain(f"a decimal number of more than {DIGITS} digits")
    made = decimal.Decimal(text)
    exponent = made.as_tuple().exponent
    if isinstance(exponent, int) and abs(exponent) > DIGITS:
        raise NotPlain(f"a decimal number of more than {DIGITS} places")
    return made


def make_counter(counts: dict) -> collections.Counter:
    made = collections.Counter()
    dict.update(made, of_kind(counts, dict))
    return made


def make_default(factory: type | None, items: dict) -> collections.defaultdict:
    if factory is not None and factory not in NAMES:
        raise NotPlain("a default of no known kind")
    return collections.defaultdict(factory, of_kind(items, dict))


def factory_of(value: collections.defaultdict) -> type | None:
    """What makes missing entries, where that crosses."""
    factory = value.default_factory
    return factory if isinstance(factory, type) and factory in NAMES else None


def make_named(name: str, fields: list) -> Any:
    """The class of named tuples of this name and with these fields."""
    texts = [name, *of_kind(fields, list)]
    if len(texts) > MOST_FIELDS or not all(map(is_name, texts)):
        raise NotPlain("a named tuple of no possible names")
    key = tuple(texts)
    if key not in NAMED:
        if len(NAMED) >= MOST_NAMED:
            raise NotPlain(f"more than {MOST_NAMED} kinds of named tuples")
        NAMED[key] = collections.namedtuple(name, fields)
    return NAMED[key]


def is_name(text: object) -> bool:
    """Whether a text may name a kind of tuples or a field."""
    short = type(text) is str and len(text) <= LONGEST_FIELD
    return short and text.isidentifier() and not keyword.iskeyword(text)


def is_named(kind: Any) -> bool:
    """Whether a class is one of named tuples, and has nothing beside its fields."""
    if kind.__bases__ != (tuple,) or not hasattr(kind, "_fields"):
        return False
    fields = kind._fields
    plain = collections.namedtuple("plain", fields)  # type: ignore[misc]
    more = {"__orig_bases__", "__annotations__", "__module__", "__firstlineno__"}
    return set(vars(kind)) <= set(vars(plain)) | more


def apart_named(kind: Any) -> list:
    NAMED.setdefault((kind.__name__, *kind._fields), kind)
    return [kind.__name__, list(kind._fields)]


def make_date(kind: type, numbers: list) -> Any:
    return kind(*[whole(number, 1 << 40) for number in of_kind(numbers, list)])


def apart_time(value: Any) -> list:
    if value.tzinfo is not None:
        raise NotPlain("a time with a time zone")
    names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    return [[getattr(value, name) for name in names if hasattr(value, name)]]


def times(kind: type) -> Kind:
    return Kind(apart_time, lambda numbers: make_date(kind, numbers))


#: Kinds by the class that a value has; a subclass of it is another kind.
KINDS = {
    range: Kind(lambda v: [v.start, v.stop, v.step], make_range),
    slice: Kind(lambda v: [v.start, v.stop, v.step], slice),
    frozenset: Kind(lambda v: [set(v)], lambda v: frozenset(of_kind(v, set))),
    bytearray: Kind(lambda v: [bytes(v)], lambda v: bytearray(of_kind(v, bytes))),
    collections.deque: Kind(lambda v: [list(v), v.maxlen], make_deque),
    collections.OrderedDict: Kind(
        lambda v: [dict(v)], lambda v: collections.OrderedDict(of_kind(v, dict))
    ),
    collections.Counter: Kind(lambda v: [dict(v)], make_counter),
    collections.defaultdict: Kind(lambda v: [factory_of(v), dict(v)], make_default),
    type({}.keys()): Kind(lambda v: [list(v)], lambda v: dict.fromkeys(of_kind(v, list)).keys()),
    type({}.values()): Kind(
        lambda v: [list(v)], lambda v: dict(enumerate(of_kind(v, list))).values()
    ),
    type({}.items()): Kind(lambda v: [dict(v)], lambda v: of_kind(v, dict).items()),
    fractions.Fraction: Kind(
        lambda v: [v.numerator, v.denominator],
        lambda n, d: fractions.Fraction(whole(n), whole(d)),
    ),
    decimal.Decimal: Kind(lambda v: [str(v)], make_decimal),
    datetime.date: Kind(
        lambda v: [[v.year, v.month, v.day]], lambda n: make_date(datetime.date, n)
    ),
    datetime.datetime: times(datetime.datetime),
    datetime.time: times(datetime.time),
    datetime.timedelta: Kind(
        lambda v: [[v.days, v.seconds, v.microseconds]],
        lambda n: make_date(datetime.timedelta, n),
    ),
    type(...): Kind(lambda v: [], lambda: ...),
    type(NotImplemented): Kind(lambda v: [], lambda: NotImplemented),
}
BY_NAME = {kind.__name__: rules for kind, rules in KINDS.items()}
#: Values that can change in place.
CHANGEABLE = (list, dict, set, bytearray, collections.deque, collections.OrderedDict,
              collections.Counter, collections.defaultdict)  # fmt: skip


def taken_apart(value: object) -> tuple[str, list] | None:
    """The name of a value's kind and its parts; None if it is of no kind that is known here."""
    kind = type(value)
    if kind in KINDS:
        try:
            return kind.__name__, KINDS[kind].apart(value)
        except NotPlain:
            return None
    if isinstance(value, type):
        if value in NAMES:
            return "class", [NAMES[value]]
        return ("named class", apart_named(value)) if is_named(value) else None
    if isinstance(value, tuple) and is_named(kind):
        return "named", [*apart_named(kind), list(value)]
    return None


def put_together(name: str, parts: list) -> object:
    """The value of which these are kind and parts.

    Raises
    ------
    NotPlain, ArithmeticError, LookupError, TypeError, ValueError
        If there is no such value.
    """
    if name == "class":
        return CLASSES[of_kind(parts[0], str)]
    if name == "named class":
        return make_named(*parts)
    if name == "named":
        title, fields, items = parts
        return make_named(title, fields)._make(of_kind(items, list))
    return BY_NAME[name].together(*parts)
