"""Calls a function as a check does: nothing that it prints is shown, what it changes is noted."""

import contextlib
import io
import warnings
from collections.abc import Callable, Sequence
from typing import Any, TextIO

import numpy as np

from grading.engine.changes import changes, state


class Sink(io.TextIOBase):
    """Drops what a function prints while it is judged."""

    def write(self, text: str) -> int:
        return len(text)

    def writable(self) -> bool:
        return True


def call(
    function: Callable,
    args: Sequence,
    kwargs: dict,
    given: Sequence | None = None,
    sink: TextIO | None = None,
) -> tuple[Any, list]:
    """Call a function quietly.

    Parameters
    ----------
    function : callable
    args : sequence
    kwargs : dict
    given : sequence, optional
        In what a change is noted; the arguments where it is left out.
    sink : text file, optional
        Takes what the function prints, which is dropped where it is left out.

    Returns
    -------
    result : object
    changed : list of [int, object]
        Which of what was given has changed, and what it now holds.
    """
    given = [*args, *kwargs.values()] if given is None else given
    before = [state(value) for value in given]
    with (
        contextlib.redirect_stdout(sink or Sink()),
        contextlib.redirect_stderr(Sink()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        result = function(*args, **kwargs)
    return result, changes(before, given)
