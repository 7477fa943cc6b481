"""Calls a function as a check does: nothing that it prints is shown, what it changes is noted."""

import contextlib
import io
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grading.engine.wire import arrays_of


class Sink(io.TextIOBase):
    """Drops what a function prints while it is judged."""

    def write(self, text: str) -> int:
        return len(text)

    def writable(self) -> bool:
        return True


def call(
    function: Callable, args: Sequence, kwargs: dict, given: Sequence | None = None
) -> tuple[Any, list]:
    """Call a function quietly.

    Parameters
    ----------
    function : callable
    args : sequence
    kwargs : dict
    given : sequence, optional
        In what a change is noted; the arguments where it is left out.

    Returns
    -------
    result : object
    changed : list of [int, list of ndarray]
        Which of what was given has changed, and the arrays that it now holds.
    """
    given = [*args, *kwargs.values()] if given is None else given
    before = [[array.tobytes() for array in arrays_of(value)] for value in given]
    sink = Sink()
    with (
        contextlib.redirect_stdout(sink),
        contextlib.redirect_stderr(sink),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        result = function(*args, **kwargs)
    changed = [
        [position, after]
        for position, (old, after) in enumerate(zip(before, map(arrays_of, given), strict=True))
        if old != [array.tobytes() for array in after]
    ]
    return result, changed
