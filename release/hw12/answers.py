"""Whether numbers of an answer agree with those that are expected, and how a difference is worded.

Shipped beside the notebooks for students to read; it holds no answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

#: Numbers that are shown whole; of more the place where they differ most.
MOST_SHOWN = 6
NOT_NUMBERS = "a value that cannot be read as an array of numbers"


@dataclass(frozen=True)
class Between:
    """Right answers from a smallest to a largest one, both included.

    Parameters
    ----------
    low, high : array_like of the same shape
    """

    low: Any
    high: Any


#: What is right for one part of an answer.
Right = npt.ArrayLike | Between


def is_array(value: object) -> bool:
    """Whether the value is an array or a tensor, which take part in arithmetic as a whole."""
    return isinstance(value, np.ndarray) or hasattr(value, "detach")


def numbers_of(value: Any) -> np.ndarray | None:
    """A fresh float64 array of the values, or None where they are not real numbers."""
    try:
        if isinstance(value, (list, tuple)):
            value = [plain(element) for element in value]
        array = np.asarray(plain(value))
    except Exception:  # whatever an object of a student's class raises
        return None
    return array.astype(float) if array.dtype.kind in "biuf" else None


def plain(value: Any) -> Any:
    """A tensor without its graph and device; anything else as it is."""
    return value.detach().cpu().numpy() if hasattr(value, "detach") else value


def fits(
    numbers: np.ndarray | None, right: Right, tolerance: float, any_sign: bool = False
) -> bool:
    """Whether numbers are right: of the same shape, and near enough everywhere.

    Parameters
    ----------
    numbers : ndarray or None
    right : array_like or Between
    tolerance : float
        Largest allowed deviation, relative to the largest expected absolute value.
    any_sign : bool
        Whether each column may come with either sign, as principal axes do.
    """
    if isinstance(right, Between):
        low, high = (np.asarray(end, dtype=float) for end in (right.low, right.high))
        if numbers is None or numbers.shape != low.shape:
            return False
        if any_sign:
            numbers = turned(numbers, (low + high) / 2)
        slack = tolerance * scale(np.stack([low, high]))
        return bool(np.all((low - slack <= numbers) & (numbers <= high + slack)))
    wanted = np.asarray(right, dtype=float)
    if any_sign and numbers is not None and numbers.shape == wanted.shape:
        numbers = turned(numbers, wanted)
    return agree(numbers, wanted, tolerance)


def agree(numbers: np.ndarray | None, wanted: np.ndarray, tolerance: float) -> bool:
    """Whether shapes are equal and all errors are at most the tolerance; NaN agrees with NaN."""
    if numbers is None or numbers.shape != wanted.shape:
        return False
    return bool(np.all(errors(numbers, wanted) <= tolerance * scale(wanted)))


def turned(numbers: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Columns turned to the side on which those of another array of the same shape point."""
    return numbers * np.where(np.sum(numbers * wanted, axis=0) < 0, -1.0, 1.0)


def errors(numbers: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Absolute differences; 0 where both are NaN, infinite where only one is."""
    with np.errstate(invalid="ignore"):
        found = np.where(numbers == wanted, 0.0, np.abs(numbers - wanted))
    one_sided = np.isnan(numbers) != np.isnan(wanted)
    return np.where(one_sided, np.inf, np.where(np.isnan(numbers), 0.0, found))


def scale(wanted: np.ndarray) -> float:
    """The largest finite absolute value."""
    finite = np.abs(wanted[np.isfinite(wanted)])
    return max(float(finite.max(initial=0.0)), 1e-12)


def shape_of(right: Right) -> tuple[int, ...]:
    """The shape of a right answer."""
    return np.shape(right.low if isinstance(right, Between) else right)


def difference(
    what: str, got: np.ndarray, right: Right, tolerance: float, any_sign: bool = False
) -> tuple[str, str]:
    """The expected and the received value, of many at the place where they differ most.

    Parameters
    ----------
    what : str
        What the numbers are, in the words of the exercise.
    got : ndarray
        Of the shape of the right answer.
    right : array_like or Between
    tolerance : float
    any_sign : bool
        As in `fits`.

    Returns
    -------
    expected, got : str
    """
    ends: list[np.ndarray] = []
    if isinstance(right, Between):
        ends = [np.asarray(end, dtype=float) for end in (right.low, right.high)]
        if ends[0].shape == ():
            return range_words(what, *ends), f"{what} = {got:.5g}"
        if any_sign:
            got = turned(got, (ends[0] + ends[1]) / 2)
        elif 0 < got.size <= MOST_SHOWN and np.any(ends[0] < ends[1]):
            return ranges_words(what, *ends), summary(what, got)
        right = np.where(np.isnan(got), ends[0], np.clip(got, *ends))
    wanted = np.asarray(right, dtype=float)
    if any_sign:  # the student sees the numbers that the function has returned
        wanted = turned(wanted, got)
    got, wanted = without_noise(got, wanted), without_noise(wanted, wanted)
    # As many digits as it takes to see the difference.
    digits = max(4, 1 - int(np.floor(np.log10(tolerance))))
    if wanted.size <= MOST_SHOWN:
        return summary(what, wanted, digits), summary(what, got, digits)
    apart = errors(got, wanted)
    place = np.unravel_index(np.argmax(apart), apart.shape)
    index = ", ".join(str(i) for i in place)
    off = np.count_nonzero(~(apart <= tolerance * scale(wanted)))
    verb = "is" if off == 1 else "are"
    expected = f"{what} at [{index}] = {wanted[place]:.{digits}g}"
    if ends and not any_sign:
        expected = range_words(f"{what} at [{index}]", *(end[place] for end in ends))
    return (
        expected,
        f"{what} at [{index}] = {got[place]:.{digits}g}; {off} of {wanted.size} values {verb} off",
    )


def range_words(what: str, low: np.ndarray, high: np.ndarray) -> str:
    """What is expected where every number of a range is right; an end can be infinite."""
    if low == high:
        return f"{what} = {low:.5g}"
    if np.isinf(low) and np.isinf(high):
        return f"{what}: any number"
    if np.isinf(high):
        return f"{what} of at least {low:.5g}"
    if np.isinf(low):
        return f"{what} of at most {high:.5g}"
    return f"{what} from {low:.5g} to {high:.5g}"


def ranges_words(what: str, low: np.ndarray, high: np.ndarray) -> str:
    """The same of several numbers, each with a range of its own."""
    first, last = (summary("", end).removeprefix(" = ") for end in (low, high))
    return f"{what} from {first} to {last}, number by number"


def summary(what: str, numbers: np.ndarray, digits: int = 4) -> str:
    """Name, shape and, where they are few, the values."""
    if numbers.shape == ():
        return f"{what} = {numbers:.{digits}g}"
    if numbers.size <= MOST_SHOWN:
        values = np.array2string(
            numbers, formatter={"float_kind": f"{{:.{digits}g}}".format}, separator=", "
        )
        return f"{what} = {' '.join(values.split())}"
    return f"{what} of shape {numbers.shape}"


def without_noise(numbers: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Rounding errors where zero is expected, next to larger numbers, as the zeros they mean."""
    noise = 1e-9 * scale(wanted)
    return np.where((np.abs(numbers) < noise) & (np.abs(wanted) < noise), 0.0, numbers)


def shape_words(what: str, shape: Sequence[int]) -> str:
    """What is expected where only the shape matters."""
    return f"{what} of shape {tuple(shape)}" if shape else f"{what}: one number"


def shaped_words(what: str, numbers: np.ndarray) -> str:
    """Like `summary`, with the shape also where the values are shown."""
    if numbers.shape == () or numbers.size > MOST_SHOWN:
        return summary(what, numbers)
    return f"{summary(what, numbers)}, of shape {numbers.shape}"


def kind_of(value: object) -> str:
    """What a value is that is not an array of real numbers."""
    if value is None:
        return "None"
    if isinstance(value, (list, tuple)):
        kind = "list" if isinstance(value, list) else "tuple"
        return f"a {kind} of {len(value)} parts that form no array of numbers"
    if isinstance(value, np.generic):
        return "a number of numpy"
    name = type(value)
    return f"{NOT_NUMBERS} ({name.__name__})" if name.__module__ == "builtins" else NOT_NUMBERS
