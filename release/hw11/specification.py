"""How an instructor writes down a task: what is right, what goes wrong, and where it is tried.

A question that is answered before a cell is run has a form and an answer, see `questions`.

A grade cell of a source notebook holds the specification in its hidden part. The visible cases are
written from it to `cases.zip`; the others are computed when a notebook is graded. This module holds
no task. It is shipped because stock nbgrader runs the hidden part where the student's files are.
"""

import copy
import functools
import inspect
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from answers import Between, fits, is_array, numbers_of, plain
from cases import Answer, Rules, Trial
from causes import KINDS
from memory import Memory
from questions import Choice, Number, Order, Question

#: What a grade cell imports to specify what it asks for.
__all__ = ["Case", "Choice", "Number", "OneOf", "Order", "Question", "Task"]

#: Other forms in which all cases of a task can be tried.
FORMS = ("float32", "lists")
#: The smallest tolerance: expected values are kept with eight digits.
FINEST = 1e-6
#: A factor for all numbers, which shows what rounding decides, and by how much more than that an
#: answer may change then.
NUDGE, STEADY = 1 + 1e-9 / 3, 1e-6

NO_MEMORY = Memory()


class OneOf:
    """Answers of which each is right, or each given by the same mistake."""

    def __init__(self, *answers: Any) -> None:
        self.answers = answers


class Case:
    """One call.

    Parameters
    ----------
    what : str
        What is special about it, as a message says it; may be empty.
    *arguments, **options
        What the function is called with.
    """

    def __init__(self, what: str, *arguments: Any, **options: Any) -> None:
        self.what, self.arguments, self.options = what, arguments, options


@dataclass(frozen=True)
class Task:
    """A task with all that a check knows of it.

    Attributes
    ----------
    does : str
        What the function must do, in one sentence.
    results : dict of str to str
        Names of what is returned, each with its kind; see `causes.KINDS`.
    reference : callable
        Takes what the function takes and returns what is right, or `OneOf` several answers; with
        a probe, takes the arguments of the probe and returns what that must give. By another path
        than the solution, so that a slip in one of them is seen.
    seen, unseen : sequence of Case
        What students see, and what is tried when their work is graded. What is harsh but allowed
        is seen once: zero, empty, constant, a single event, extreme values.
    likely : str
        The likely mistake where none of the known ones gives the answer.
    mistakes : callable, optional
        Takes the same and returns a dict from sentences to the answers that these mistakes give, to
        `OneOf` several, or to None where a case does not show the mistake. Of several results a
        dict holds those that are wrong by it. Slips that any task can meet are known without, see
        `slips`.
    contract : dict of str to str
        What the text above the stub asks for, each with the answer of the bank that breaks it.
    forms : sequence of str
        Other forms in which all cases are tried: ``"float32"`` for numbers with a point,
        ``"lists"`` for arrays.
    tolerance, any_sign, probe, after, alone
        As in `cases.Rules`.
    """

    does: str
    results: dict[str, str]
    reference: Callable[..., Any]
    seen: Sequence[Case]
    unseen: Sequence[Case]
    likely: str
    mistakes: Callable[..., Mapping[str, Any]] | None = None
    contract: Mapping[str, str] = field(default_factory=dict)
    forms: Sequence[str] = ()
    tolerance: float = 1e-3
    any_sign: bool = False
    probe: str = ""
    after: Sequence[str] = ()
    alone: bool = False

    def __post_init__(self) -> None:
        unknown = {*self.results.values()} - KINDS.keys() | {*self.forms} - {*FORMS}
        if unknown:
            raise ValueError(
                f"{', '.join(sorted(unknown))}: a kind of results is one of {', '.join(KINDS)}, a "
                f"form of arguments one of {', '.join(FORMS)}."
            )
        if not self.tolerance >= FINEST:
            raise ValueError(
                f"A tolerance of at least {FINEST:g} is expected, not {self.tolerance}."
            )

    def rules(self, part: str = "") -> Rules:
        """What an answer is held to, apart from the cases."""
        return Rules(
            does=self.does,
            results=self.results,
            likely=self.likely,
            part=part,
            tolerance=self.tolerance,
            any_sign=self.any_sign,
            probe=self.probe,
            after=list(self.after),
            alone=self.alone,
        )

    def trials(
        self, cases: Iterable[Case], is_kept: bool = False, memory: Memory = NO_MEMORY
    ) -> Iterator[Trial]:
        """The cases with what is right and what known mistakes give, in each form.

        Parameters
        ----------
        cases : iterable of Case
        is_kept : bool
            Whether they go to other machines. Then of what mistakes make of axes, whose directions
            rounding decides where there are few events, only that stays which is the same there.
        memory : Memory, optional
            May know what is right in these cases.
        """
        for case in cases:
            for form in ("", *self.forms):
                yield self.trial(case, form, is_kept, memory)

    def trial(
        self,
        case: Case,
        form: str = "",
        is_kept: bool = False,
        memory: Memory = NO_MEMORY,
    ) -> Trial:
        """A case in one form."""
        arguments = tuple(in_form(value, form) for value in case.arguments)
        options = {name: in_form(value, form) for name, value in case.options.items()}
        what = ", ".join(filter(None, (case.what, form)))
        # Elsewhere a mistake may compare with a number, as in `std == 1`, which no nudge leaves.
        is_nudged = is_kept and self.any_sign

        @functools.cache
        def wrong() -> dict[str, list[Answer]]:
            found = self.of_mistakes(arguments, options)
            if not is_nudged:
                return found
            near = self.of_mistakes([nudged(value) for value in arguments], options)
            return {
                sentence: list(map(self.steady, answers, near.get(sentence, [])))
                for sentence, answers in found.items()
            }

        @functools.cache
        def altered() -> dict[str, list[Answer]]:
            return {} if self.probe else self.of_altered(arguments, options, is_nudged)

        def right() -> list[Answer]:
            found = alternatives(computed(self.reference, arguments, options))
            return [self.whole(answer) for answer in found]

        # The answer gets arguments of its own, whatever it does to them.
        own, own_options = copy.deepcopy(arguments), copy.deepcopy(options)
        known = memory.recall(what, (arguments, options), right)
        return Trial(what, own, own_options, known, wrong, altered)

    def of_mistakes(self, arguments: Sequence, options: dict) -> dict[str, list[Answer]]:
        """What the listed mistakes give."""
        found = computed(self.mistakes, arguments, options) if self.mistakes else {}
        return {
            sentence: [self.partly(answer) for answer in alternatives(answers)]
            for sentence, answers in found.items()
            if answers is not None
        }

    def steady(self, answer: Answer, near: Answer) -> Answer:
        """The parts of an answer that rounding does not decide, as it does the axes of one event.

        Parameters
        ----------
        answer : dict
        near : dict
            The same where all numbers are a little larger.
        """
        return {
            name: part
            for name, part in answer.items()
            if name in near
            and all(
                fits(numbers_of(end), other, STEADY, self.any_sign)
                for end, other in zip(ends(part), ends(near[name]), strict=False)
            )
        }

    def of_altered(
        self, arguments: Sequence, options: dict, is_nudged: bool
    ) -> dict[str, list[Answer]]:
        """What the reference makes of altered arguments, by the sentences about these."""
        signature = inspect.signature(self.reference)
        given = signature.bind(*arguments, **options).arguments
        defaults = {
            name: parameter.default
            for name, parameter in signature.parameters.items()
            if parameter.default is not parameter.empty
        }

        def parts(others: dict[str, Any]) -> Answer:
            found = self.partly(alternatives(computed(self.reference, (), others))[0])
            # A range is easily met by chance.
            return {name: part for name, part in found.items() if not isinstance(part, Between)}

        def answer(others: dict[str, Any] | None) -> Answer:
            # A mistake that stops, or cannot be made here, gives no answer.
            if others is None:
                return {}
            try:
                found = parts(others)
                if not is_nudged:
                    return found
                near = parts({name: nudged(value) for name, value in others.items()})
            except Exception:
                return {}
            return self.steady(found, near)

        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return {
                sentence: [answer(others) for others in ways]
                for sentence, ways in altered(dict(given), defaults).items()
            }

    def value(self, part: Any) -> Any:
        """A value as numbers alone; where either sign is right, the same one on every machine."""
        if isinstance(part, Between):
            return part
        numbers = plain(part)
        return one_side(numbers) if self.any_sign and np.ndim(numbers) == 2 else numbers

    def whole(self, answer: Any) -> Answer:
        """A right answer with a value for each result."""
        if isinstance(answer, dict):
            raise TypeError(
                f"One value for each result is expected, {list(self.results)}: no dict."
            )
        parts = (answer,) if len(self.results) == 1 else tuple(answer)
        return {name: self.value(part) for name, part in zip(self.results, parts, strict=True)}

    def partly(self, answer: Any) -> Answer:
        """What a mistake gives: for one result, for all of them, or those that a dict names."""
        if not isinstance(answer, dict):
            return self.whole(answer)
        if unknown := answer.keys() - self.results.keys():
            raise ValueError(f"A mistake gives {', '.join(unknown)}, which is none of the results.")
        return {name: self.value(part) for name, part in answer.items()}


#: What is done to an array of numbers that is to be used as it is.
CHANGES: dict[str, tuple[Callable[[np.ndarray], np.ndarray], ...]] = {
    "the signs in {} are lost: use it as it is given": (np.abs,),
    "the numbers in {} are cut or rounded to whole numbers: keep the fractions": (
        *(np.floor, np.trunc, np.round, np.ceil),
    ),
    "{} is centred or scaled first: use it as it is given": (
        lambda numbers: numbers - numbers.mean(0),
        lambda numbers: (numbers - numbers.mean(0)) / numbers.std(0),
        lambda numbers: (numbers - numbers.mean()) / numbers.std(),
        lambda numbers: numbers / numbers.std(0),
        lambda numbers: numbers / np.abs(numbers).max(),
    ),
}
#: What is left of rows or columns where a part is forgotten.
SOME = (*map(slice, (1, 2, 3, 4)), slice(-1), slice(1, None))


def altered(
    given: dict[str, Any], defaults: Mapping[str, Any]
) -> dict[str, list[dict[str, Any] | None]]:
    """Arguments as a slip of any task alters them before they are used.

    Parameters
    ----------
    given : dict
        Arguments by their names.
    defaults : dict
        What optional ones are where a caller does not say.

    Returns
    -------
    dict of str to list
        Sentences, each with the ways in which this can happen; None where it cannot.
    """
    arrays = {name: value for name, value in given.items() if is_array(value)}
    found: dict[str, list[dict[str, Any] | None]] = {}
    for length in sorted({n for value in arrays.values() for n in value.shape}):
        sentence = (
            f"not all {in_words(arrays, length)} are used, for example because `return` stands "
            f"inside a loop: go through all of them"
        )
        found[sentence] = [shortened(given, length, part) for part in SOME]
    for name, value in arrays.items():
        # Flags, labels and tensors are not what anybody would change like that.
        is_plain = isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size
        for sentence, changes in CHANGES.items():
            found[sentence.format(name)] = [
                given | {name: change(value)} if is_plain else None for change in changes
            ]
    for name, value in defaults.items():
        found[f"{name} is not used, or is overwritten: use what is given"] = [
            given | {name: value} if name in given else None
        ]
    return found


def nudged(value: Any) -> Any:
    """An argument with each of its numbers a little larger, where these are fractions."""
    is_fractional = is_array(value) and plain(value).dtype.kind == "f"
    return full(value) * NUDGE if is_fractional else value


def ends(part: Any) -> list[Any]:
    """Both ends of a range, or a value."""
    return [part.low, part.high] if isinstance(part, Between) else [part]


def in_words(arrays: Mapping[str, Any], length: int) -> str:
    """Which axes have a length, such as ``"rows of X and elements of y"``."""
    found: dict[str, list[str]] = {}
    for name, value in arrays.items():
        for axis, n in enumerate(value.shape):
            kind = "elements" if value.ndim == 1 else ("rows", "columns", "layers")[min(axis, 2)]
            if n == length:
                found.setdefault(kind, []).append(name)
    return " and ".join(f"{kind} of {' and '.join(names)}" for kind, names in found.items())


def shortened(given: Mapping[str, Any], length: int, part: slice) -> dict[str, Any] | None:
    """Arguments with a part of all axes of a length; None where it is the whole, or nothing."""
    left = len(range(length)[part])
    if left in (0, length):
        return None

    def cut(value: Any) -> Any:
        if not is_array(value):
            return value
        return value[tuple(part if n == length else slice(None) for n in value.shape)]

    return {name: cut(value) for name, value in given.items()}


def computed(way: Callable[..., Any], arguments: Sequence, options: Mapping[str, Any]) -> Any:
    """What a function makes of the arguments of a case, in double precision."""
    own = [full(copy.deepcopy(value)) for value in arguments]
    with np.errstate(all="ignore"):
        return way(*own, **{name: full(copy.deepcopy(value)) for name, value in options.items()})


def alternatives(found: Any) -> Sequence[Any]:
    """Each of several answers."""
    return found.answers if isinstance(found, OneOf) else [found]


def one_side(columns: np.ndarray) -> np.ndarray:
    """Columns turned so that the first of the largest values in each is positive."""
    size = np.abs(columns)
    first = np.argmax(size > size.max(0, initial=0) * (1 - STEADY), axis=0)
    return columns * np.where(np.take_along_axis(columns, first[None], 0) < 0, -1, 1)


def in_form(value: Any, form: str) -> Any:
    """An argument in another form, where it can come in it."""
    if form == "lists":
        return plain(value).tolist() if is_array(value) else value
    if form == "float32" and is_array(value):
        if not hasattr(value, "detach"):
            return value.astype(np.float32) if value.dtype.kind == "f" else value
        return value.float() if value.is_floating_point() else value
    return value


def full(value: Any) -> Any:
    """Numbers with a point in double precision; lists as arrays."""
    if isinstance(value, list):
        return np.asarray(value)
    if isinstance(value, np.ndarray) and value.dtype == np.float32:
        return value.astype(np.float64)
    is_single = hasattr(value, "detach") and value.is_floating_point()
    return value.double() if is_single else value
