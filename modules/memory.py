"""What is right in hidden cases, kept from one student to the next where a grader has a place.

Much of the time of a grade cell goes into its reference answers, which are the same for everybody.
Shipped beside the notebooks because stock nbgrader runs the hidden part where the student's files
are; nothing is kept there, and it holds no answers.
"""

import contextlib
import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

#: The variable in which a grader names a folder for what does not depend on any answer.
PLACE = "JUDGE_KEEPS"


class Memory:
    """What was computed for one specification.

    Parameters
    ----------
    code : code, optional
        Of the specification: what it computes is looked for under its text. Without it, and where
        no grader has named a folder, everything is computed anew.
    """

    def __init__(self, code: CodeType | None = None) -> None:
        self.folder = os.environ.get(PLACE, "") if code else ""
        self.text = text_of(code) if code and self.folder else ""

    def recall(self, what: str, given: Any, compute: Callable[[], Any]) -> Any:
        """A value, computed where it is not known yet.

        Parameters
        ----------
        what : str
            Its name.
        given : object
            Of what it is computed; where that is not the same each time, the value is another one.
        compute : callable
        """
        if not self.folder:
            return compute()
        try:
            key = pickle.dumps([self.text, what, with_arrays(given)])
        except Exception:  # nothing by which it could be known again, such as a function
            return compute()
        path = Path(self.folder, hashlib.sha256(key).hexdigest())
        with contextlib.suppress(OSError):
            return pickle.loads(path.read_bytes())
        value = compute()
        # A file is there as a whole or not at all; where it cannot be written nothing is lost.
        with contextlib.suppress(Exception):
            text = pickle.dumps(value)
            number, unfinished = tempfile.mkstemp(dir=self.folder)
            with open(number, "wb") as file:
                file.write(text)
            os.replace(unfinished, path)
        return value


def text_of(code: CodeType) -> str:
    """A text that is the same for equal code, and for no other."""
    constants = [
        text_of(part) if isinstance(part, CodeType) else f"{type(part)} {part!r}"
        for part in code.co_consts
    ]
    names = code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars
    return repr((code.co_code, names, constants))


def with_arrays(value: Any) -> Any:
    """A value with arrays in the place of tensors, whose pickles are others each time."""
    if isinstance(value, dict):
        return {name: with_arrays(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [type(value).__name__, *map(with_arrays, value)]
    return ["tensor", value.detach().cpu().numpy()] if hasattr(value, "detach") else value
