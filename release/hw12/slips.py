"""Slips that any task can meet, recognised by what they make of a right answer.

Shipped beside the notebooks for students to read; it holds no answers.
"""

import functools
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from answers import is_array, numbers_of

#: One answer by a slip, made of a right one.
Slip = Callable[[np.ndarray], np.ndarray]


def rounded(digits: int, right: np.ndarray) -> np.ndarray:
    found = np.round(right, digits)
    if not np.any(found) or (found.size > 1 and np.ptp(found) == 0):
        raise ValueError("One constant, such as 0, is no sign of rounding.")
    return found


def whole(cut: Slip, has_zeros_only: bool, right: np.ndarray) -> np.ndarray:
    found = cut(right)
    if np.any(found) == has_zeros_only:
        raise ValueError("What is said of zeros alone is another sentence.")
    return found


def smallest_so_far(right: np.ndarray) -> np.ndarray:
    found = changing(np.minimum.accumulate(right))
    if not np.any(found[1:]):
        raise ValueError("Zeros after the first element are rather values that are missing.")
    return found


def largest_so_far(right: np.ndarray) -> np.ndarray:
    return changing(np.maximum.accumulate(right))


def changing(found: np.ndarray) -> np.ndarray:
    if np.ndim(found) and len(found) > 2 and np.all(found == found[:1]):
        raise ValueError("The first element everywhere is rather a value that never changes.")
    return found


def first_alone(right: np.ndarray) -> np.ndarray:
    found = np.zeros_like(right)
    found[0] = right[0]
    return found


def shares(measure: Callable, right: np.ndarray) -> np.ndarray:
    if right.size < 2:
        raise ValueError("A single number is no share of anything.")
    return right / measure(right)


SLIPS: dict[str, tuple[Slip, ...]] = {
    "rows and columns are exchanged": (np.transpose,),
    "the result has an axis too many, for example from `keepdims`, `reshape` or a slice": (
        lambda right: right[..., None],
        lambda right: right[None],
        lambda right: right[:, None],
    ),
    "an axis of length 1 is lost: np.squeeze drops it, and so does an index": (np.squeeze,),
    "the axes are gone: keep the shape, do not flatten": (np.ravel,),
    "whole numbers are returned: keep the fractions (`//`, `int` and arrays of integers drop "
    "them)": tuple(functools.partial(whole, cut, False) for cut in (np.floor, np.trunc)),
    "zeros stand where fractions are expected: perhaps `//`, `int` or an array of integers drops "
    "them": (functools.partial(whole, np.trunc, True),),
    "the numbers are rounded: return them as they are": (
        *(functools.partial(rounded, digits) for digits in range(5)),
    ),
    "infinity has become the largest number that there is: np.nan_to_num does so, and changes more "
    "than NaN": (
        lambda right: np.nan_to_num(right.astype(float)),
        lambda right: np.nan_to_num(right.astype(np.float32)),
    ),
    "the signs are lost": (np.abs,),
    "the signs are turned round": (np.negative,),
    "per cent: return shares between 0 and 1": (lambda right: 100 * right,),
    "this is the square of what is expected: a root is missing, or a square is one too many": (
        np.square,
    ),
    "this is the root of what is expected: a square is missing, or a root is one too many": (
        np.sqrt,
    ),
    "this is twice what is expected": (lambda right: 2 * right,),
    "this is half of what is expected": (lambda right: right / 2,),
    "this is 1 divided by what is expected: numerator and denominator are exchanged": (
        np.reciprocal,
    ),
    "the order is turned round": (np.flip,),
    "the loop ends in its first turn, since `return` stands inside it, or one element is picked: "
    "return all of them": (
        lambda right: right[0],
        lambda right: right[:1],
    ),
    "only the last element is left: each turn of the loop overwrites the one before, or `append` "
    "stands after the loop": (
        lambda right: right[-1],
        lambda right: right[-1:],
    ),
    "only the first element is computed, and the others stay 0: `return` stands inside the loop": (
        first_alone,
    ),
    "the result is empty: put a value into it in each turn of the loop, for example by `append`": (
        lambda right: right[:0],
        lambda right: np.zeros(0),
    ),
    "the smallest value so far is kept from one element to the next: start anew for each": (
        smallest_so_far,
    ),
    "the largest value so far is kept from one element to the next: start anew for each": (
        largest_so_far,
    ),
    "a sum goes on from one element to the next: start anew at 0 for each": (np.add.accumulate,),
    "the last element is missing": (lambda right: right[:-1],),
    "the first element is missing": (lambda right: right[1:],),
    "values are cut off: return them as they are": (
        *(functools.partial(np.clip, a_min=-top, a_max=top) for top in (1, 3, 5, 10)),
    ),
    "negative values are cut off": (lambda right: np.maximum(right, 0),),
    "the values are scaled to their largest, their sum or their range: leave them as they are": (
        *(functools.partial(shares, measure) for measure in (np.max, np.sum)),
        lambda right: (right - right.min()) / np.ptp(right),
    ),
    "one number is returned for all, where one for each is wanted": (
        np.sum,
        np.mean,
        np.max,
        np.min,
    ),
}
#: What is told where all values are too large, or too small, by the length of an axis.
MULTIPLIED = "all values are too large by a length of the data: a sum where an average is meant"
DIVIDED = "all values are too small by a length of the data: they are divided once too often"


def slips(right: np.ndarray, arguments: Sequence[Any]) -> Iterator[tuple[str, np.ndarray]]:
    """What the slips make of a right answer, each with its sentence.

    Parameters
    ----------
    right : ndarray
    arguments : sequence
        What the answer was made from; lengths of axes are read from it.
    """
    for sentence, makers in SLIPS.items():
        for make in makers:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # as of an average of nothing
                try:
                    wrong = np.asarray(make(right), dtype=float)
                except (ValueError, IndexError, TypeError):
                    continue
            # A slip that gives no number would explain each NaN.
            if not (wrong.size and np.isnan(wrong).all()):
                yield sentence, wrong
    arrays = [value if is_array(value) else numbers_of(value) for value in arguments]
    lengths = {n for array in arrays if array is not None for n in array.shape if n > 1}
    for n in sorted(lengths):
        yield MULTIPLIED, n * right
        yield DIVIDED, right / n
