"""How a check calls a student's function, and what it says where that goes wrong.

Shipped beside the notebooks for students to read; it holds no answers.
"""

import contextlib
import contextvars
import copy
import html
import os
import re
import sys
import textwrap
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from answers import is_array, numbers_of

#: What a stub of a notebook says, and nothing longer.
STUB = re.compile(r"(?:cell )?(.{1,80}) is not written yet")
#: What a function may be called in a message.
NAME = re.compile(r"[\w.<>]{1,60}")
#: Letters of an error's text that a message quotes.
MOST_LETTERS = 300
NONE = (
    "a value is None: an argument that is optional, a `return` that is missing, or the .grad of a "
    "tensor that is a result of others (after `w = w - …` w is a new one)"
)
#: Hints for errors that have one usual cause.
ERRORS = {
    "ZeroDivisionError": "a denominator can be zero: test it before you divide",
    "UnboundLocalError": "a name is set in one branch only, or after its first use",
    "TypeError": "an operation between things that do not fit, or a wrong number of arguments",
    "NameError": "a name that is misspelt, or of a cell that was not run, or that stopped with an "
    "error before it came to this name",
    "ModuleNotFoundError": "what is imported here is not there when work is graded: use numpy and "
    "torch",
    "IndexError": "an index is larger than the last one, a counter i stands where order[i] is "
    "meant, or a mask was made for other data: take sizes from the arguments",
    "KeyError": "a name that the dictionary does not hold",
    "AttributeError": "a name after a dot that this value does not have: it is misspelt, or the "
    "value is of another kind, such as an array where a tensor is meant",
    "FileNotFoundError": "a file that is not there when work is graded: use the arguments",
    "EOFError": "input() waits for a keyboard, at which nobody sits when work is graded: use the "
    "arguments",
    "AssertionError": "an `assert` of your own that does not hold for these arguments",
    "OverflowError": "a number is too large for this function, such as an exponent for math.exp: "
    "take one of numpy or torch that has a limit there, or turn the sign of the exponent",
    "RecursionError": "a function that calls itself without an end",
}
#: The same where the text of the error tells more than its kind.
ERROR_TEXTS = {
    "was called with None": "rng.shuffle(x), x.sort() and x.append(v) change x itself and return "
    "None: do not write `x =` before them; or a `return` is missing",
    "was called with array (0": "a sample without any rows: where k is 0, `[:-k]` picks nothing; "
    "write `[: n - k]`",
    "was called with": "a function that is handed over as an argument gets something else than it "
    "takes: compare with the text and the docstring",
    "in-place operation": "`x -= …` or `x[mask] = 0` on a tensor that needs gradients: write the "
    "result to a new one, as by `x = x - …` or torch.where(…), or change a copy, x.clone()",
    "truth value": "`if`, `and` or `not` with a whole array: compare element by element, or ask "
    "`is None`",
    "not supported for the input types": "an operator that does not take arrays of this type, such "
    "as `&` with floats: make a mask first, as in `a == 1`",
    "'NoneType' object is not callable": "something that is None is called: ask `is not None` "
    "first where an argument is optional",
    "object is not callable": "brackets after something that is no function: a multiplication "
    "without `*`, or a variable that is called like a function, such as `len` or `sum`; give it "
    "another name, and restart the kernel",
    "unhashable type": "an array or a list as the key of a dictionary, in a set, or as an argument "
    "of a function under lru_cache: leave the cache out",
    "boolean subtract": "`-` between masks: count with sum() first, or turn them into numbers",
    "must be Tensor, not numpy": "an array of numpy where a tensor is wanted: torch computes with "
    "tensors alone, and torch.as_tensor(…) makes one of an array; after `from torch import *` also "
    "sum, min, max, abs and round are those of torch: write `import torch`",
    "must be Tensor, not": "a function of torch that was given something else: torch.tensor(…) "
    "makes a tensor of a number, and item() a number of it; after `from torch "
    "import *` also sum, min, max, abs and round are those of torch: write `import torch`",
    "not implemented for": "an operation that tensors do not know, such as ^ where ** is meant",
    'required "forward"': "forward is misspelt, or indented into another method",
    "shapes cannot be multiplied": "matrices whose sizes do not fit: print both shapes",
    "only for scalar outputs": "a gradient needs one number: sum or average, as the text says",
    "does not require grad": "no gradients on the way: the tensor towards which they are asked for "
    "needs requires_grad_(), as weights of layers have it; and between it and the result may "
    "stand no numpy, detach() or no_grad()",
    "1- or 2-d": "a number where a matrix is meant: np.cov of one feature is a number",
    "core dimension": "matrices whose sizes do not fit: print both shapes",
    "list is not a Module subclass": "nn.Sequential takes layers without square brackets: "
    "nn.Sequential(layer, layer), or nn.Sequential(*layers) with a list of them",
    "tuple is not a Module subclass": "nn.Sequential takes the layers one by one: "
    "nn.Sequential(*layers), with a star",
    "is not a Module subclass": "a class where a layer is meant: write it with brackets, nn.ReLU()",
    "'NoneType' object has no attribute": "a value is None: an argument that is optional, or a "
    "`return` that is missing",
    "must match the size": "tensors whose sizes do not fit: print both shapes",
    "same device": "a tensor on a graphics card meets one on the processor: make new tensors where "
    "x is, by device=x.device or .to(x), and leave the arguments where they are",
    "device type tensor to numpy": "numpy reads no tensor on a graphics card: x.cpu().numpy()",
    "not compiled with CUDA": "no graphics card is here: make new tensors where x is, by "
    "device=x.device",
    "support for mps": "no graphics card of a Mac is here: make new tensors where x is, by "
    "device=x.device",
    "support float64": "the graphics card of a Mac has no double precision: make the tensor "
    "float32 before it goes there, as .to(x) does",
    "same dtype": "float64 meets float32: give both the same dtype, for instance with .float()",
    "at least one array to": "an empty list of arrays: an iterator is gone through once, and a "
    "second loop over it finds nothing",
    "zero-size array to reduction": "an array without elements: an iterator is gone through once, "
    "so that a second loop over it finds nothing; or a mask picks nothing",
    "valid indices": "an index that is no whole number: floats need astype(int) first",
    "broadcast": "the shapes of the arrays do not fit: print both; `a[:, None]` makes all pairs "
    "with `b`, np.concatenate joins two samples, which `+` does not; use no array but the "
    "arguments",
    "scalar index": "an array in the place of a whole number: np.concatenate takes one list, as in "
    "np.concatenate([a, b]), and int(…) makes a whole number of one number",
    "slice indices must be integers": "a float as the end of a slice: int(…) makes a whole number, "
    "and so does round(…) of Python, but not np.round",
    "multiply sequence by non-int": "a list or a tuple where an array or a tensor is meant: make "
    "an array of a list; torch.autograd.grad returns a tuple, and the gradient is its part [0]",
    "and 'tuple'": "a tuple where an array or a tensor is meant: take one of its parts; "
    "torch.autograd.grad returns a tuple, too, and the gradient is its part [0]",
    "with size 0": "an array without elements: where k is 0, `[:-k]` picks nothing, where "
    "`[: n - k]` picks all; or a mask picks nothing",
    "float NaN to integer": "an array made like an array of integers: give it dtype=float",
    "inhomogeneous shape": "one array of parts of different lengths: np.concatenate joins samples "
    "of different sizes to one; rows of a table must be equally long, and a single NaN is no row",
    "backward through the graph a second time": "backward() goes twice through the same values: "
    "compute the loss, and all that it is made of, anew for each backward(), or detach() what two "
    "losses share",
    "Boolean value of Tensor": "`if`, `and` or `not` with a whole tensor: where an argument may be "
    "None ask for that, as in `eps is not None`; and a loss is made first and called then: "
    "nn.MSELoss()(xhat, x)",
    "has no attribute 'backward'": "the loss has become a number without gradients: use torch for "
    "all of it, and no numpy",
    "has no attribute 'encoder'": "not every model has an encoder: call model(x)",
    "before Module.__init__": "super().__init__() is missing in __init__",
    "list indices must be integers": "an index that is no whole number: int(…) makes one",
    "float infinity to integer": "an array made like an array of integers: give it dtype=float",
    "boolean index did not match": "the mask was made for other data: make it from the arguments",
    "modified by an inplace": "a tensor has changed that backward() still needs: by `z += b` or "
    "`z[0] = 1`, which should write to a new one, or by step() of an optimiser between the "
    "computation of a loss and its backward()",
    "requires grad": "a tensor with gradients turned into numbers: detach() it first; and where "
    "an array of numpy meets a tensor make the array a tensor, torch.as_tensor(…).to(x)",
    "and 'NoneType'": NONE,
    "'NoneType' and": NONE,
    "is not subscriptable": "square brackets after something that has no positions, such as an "
    "iterator or a number: go through an iterator with `for`",
    "unbatched": "a layer for images gets another shape: give x the shape (n, channels, rows, "
    "columns) first",
    "invalid for input of size": "a reshape to sizes that do not fit: take them from the arguments "
    "and from the shape of x",
    "found element of type float": "a size must be a whole number: `//` in place of `/`",
    "range [0, 1]": "np.quantile takes shares such as 0.4, and np.percentile takes 40",
}
#: `nbgrader validate` cuts lines beyond this width.
WIDTH = 84
#: Whether prints and warnings are shown.
ALOUD = contextvars.ContextVar("ALOUD", default=False)
#: Parts of a verdict that a reader sees, in order.
ROWS = ("expected", "got", "likely", "reason", "again")


class CheckFailed(AssertionError):
    """An answer differs from what was expected; its text says how, and what is likely wrong.

    Parameters
    ----------
    kind : str
        ``"wrong"`` for an answer with other values, ``"stumbles"`` for one on which the check
        itself stops, ``"stops"`` for a function that raises an error.
    **said : str
        ``expected``, ``got`` and ``likely``; ``reason``, why another answer is right; ``again``,
        how to see the same case once more; ``error``, the kind of an error; ``what``, what the
        check asks for.

    Attributes
    ----------
    verdict : dict of str to str
        The same, as it is stored with the grade.
    is_shown : bool
        Whether the reader has it before the eyes already, as a table.
    """

    def __init__(self, kind: str = "wrong", **said: str | None) -> None:
        super().__init__()
        self.verdict = {"kind": kind} | {name: text for name, text in said.items() if text}
        self.is_shown = False

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The parts that a reader sees, in order."""
        return [(name, self.verdict[name]) for name in ROWS if name in self.verdict]

    def __str__(self) -> str:
        title = [f"✗ {self.verdict['what']}"] if "what" in self.verdict else []
        return "\n".join(title + [row(*named) for named in self.rows])

    def _render_traceback_(self) -> list[str]:
        # Jupyter prints these lines in place of a traceback: the student reads the message only.
        return ["✗ The table above says why."] if self.is_shown else str(self).split("\n")

    def _repr_html_(self) -> str:
        # Colours of the page around it: it is read on a light and on a dark one.
        cell = "text-align:left; vertical-align:top; padding:2px 8px; white-space:pre-wrap"
        rows = "".join(
            f'<tr style="background:none"><th scope="row" style="{cell}">{name}</th>'
            f'<td style="{cell}">{html.escape(text)}</td></tr>'
            for name, text in self.rows
        )
        title = html.escape(f"✗ {self.verdict.get('what', 'not right yet')}")
        return (
            '<table style="border:0; border-left:4px solid #c0392b; margin-left:0; min-width:60ch; '
            'font-size:inherit">'
            '<caption style="caption-side:top; text-align:left; padding:2px 8px; color:inherit; '
            f'font-weight:bold">{title}</caption><tbody>{rows}</tbody></table>'
        )


class NotThere(ValueError):
    """A check, or a case of it, is asked for that is not there; its text says which there are."""

    def _render_traceback_(self) -> list[str]:
        # As for a failed check: the student reads the sentence only.
        return [f"✗ {self}"]


class NotWritten(CheckFailed):
    """The function that a check asks for is still a stub, or its cell was not run.

    Parameters
    ----------
    kind : str
        ``"unwritten"`` or ``"undefined"``.
    place : str
        What is not there.
    says : str
        The message.
    """

    def __init__(self, kind: str, place: str, says: str) -> None:
        super().__init__(kind, place=place, says=says)

    def __str__(self) -> str:
        return self.verdict["says"]

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def call(function: Callable, /, *args: Any, **kwargs: Any) -> Any:
    """Call a student's function; keep its prints and warnings to itself.

    Parameters
    ----------
    function : callable
    *args, **kwargs
        Passed on. Arrays, tensors and dicts of them must come out of the call unchanged, and
        tensors must not have begun to require gradients.

    Returns
    -------
    object
        Whatever the function returned.

    Raises
    ------
    CheckFailed
        If the function raised an error or changed one of the arrays that it was given.
    """
    name = name_of(function)
    given = [*args, *kwargs.values()]
    before, flags = [kept(value) for value in given], [flags_of(value) for value in given]
    try:
        with quiet():
            result = function(*args, **kwargs)
    except (Exception, SystemExit) as error:
        stub = isinstance(error, NotImplementedError) and STUB.fullmatch(str(error))
        if stub:
            says = f"{error}: replace the `raise` line in its cell, and run the cell."
            raise NotWritten("unwritten", stub[1], says) from None
        raise failed_call(name, args, kwargs, error) from None
    for position, (value, old) in enumerate(zip(given, before, strict=True), 1):
        if kept(value) != old:
            what = f"of shape {tuple(value.shape)}" if is_array(value) else "a table"
            raise failed(
                f"{name} leaves the arrays that it is given as they are",
                f"argument {position}, {what}, has other values after the call",
                remedy(value, old),
            )
        if flags_of(value) != flags[position - 1]:
            raise failed(
                f"{name} leaves the tensors that it is given as they are",
                f"argument {position} requires gradients after the call as it did not before",
                "requires_grad_() changes the tensor that it is called on: start from "
                "x.detach().clone()",
            )
    return result


def remedy(value: Any, old: Any) -> str:
    """What helps where an argument has changed.

    Parameters
    ----------
    value : object
        The argument as it is now.
    old : object
        What `kept` has made of it before.
    """
    if isinstance(value, dict) and value.keys() != old.keys():
        return (
            "`pop`, `del` or a new entry changes the table that is given: do it to a copy, "
            "`dict(table)`, or leave columns out where you read them"
        )
    if hasattr(value, "detach"):
        return (
            "an in-place operation such as `x -= g`, `x[...] = v` or a method whose name ends in "
            "`_`, also on x.detach(), x.numpy() or a part of x, which share its numbers: write the "
            "result to a new tensor, `x - g`, or start from `x.clone()`"
        )
    return (
        "an in-place operation such as `X -= m`, `X[...] = v` or `X.sort()`, also on a tensor that "
        "torch.from_numpy(X) has made, which shares its numbers: write the result to a new array, "
        "`X - m`, or start from `X.copy()`"
    ) + ("; `dict(table)` still shares its arrays" if isinstance(value, dict) else "")


def stumbled(what: str, error: Exception) -> CheckFailed:
    """Build the error that says that a check stopped at an answer, and no more of it."""
    kind = type(error).__name__
    return CheckFailed(
        "stumbles",
        what=what,
        expected="an answer of the kind that the text above describes",
        got=f"an answer on which the check stumbles ({kind}: {text_of(error)})",
        error=kind,
    )


def refuse_single(result: Any, names: Sequence[str]) -> None:
    """Fail where a function returns nothing, or a dict, in the place of several results.

    Raises
    ------
    CheckFailed
    """
    listed = ", ".join(names)
    wanted = f"{len(names)} results: {listed}"
    if result is None:
        raise failed(wanted, "None", "the `return` line is missing")
    if isinstance(result, dict):
        raise failed(wanted, "a dict", f"return a tuple: `return {listed}`")


def not_there(earlier: Sequence[str]) -> str:
    """What to do where earlier tasks, by their names, are not defined when a check runs."""
    verb = "is" if len(earlier) == 1 else "are"
    return f"{' and '.join(earlier)} {verb} not defined now: run every cell from the top"


def not_before(part: str, earlier: Sequence[str]) -> str:
    """Why a task cannot be judged yet, by the numbers of the earlier ones that are wrong."""
    verb, those = ("is", "that") if len(earlier) == 1 else ("are", "these")
    until = f"cannot be judged on its own until {' and '.join(earlier)} {verb} right"
    return f"{part} {until}: correct {those} first"


def name_of(function: Any) -> str:
    """What a message calls a function."""
    own = getattr(function, "__name__", "")
    return own if isinstance(own, str) and NAME.fullmatch(own) else type(function).__name__


def text_of(error: BaseException) -> str:
    """The text of an error on one line, cut where it is long."""
    text = " ".join(str(error).split())
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]} …"


def tried(function: Callable, *args: Any) -> Any:
    """The result of a function, or None where it fails.

    For a look at a function that is not the one to be checked. It gets copies, so that one that
    changes its arguments spoils no comparison.
    """
    try:
        with quiet():
            return function(*[copy.deepcopy(a) if is_array(a) else a for a in args])
    except (Exception, SystemExit):
        return None


def failed(expected: str, got: str, likely: str | None = None) -> CheckFailed:
    """Build the error that says what was expected, what came, and the likely mistake."""
    return CheckFailed(expected=expected, got=got, likely=likely)


def row(label: str, text: str) -> str:
    """A row of a message."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=f"  {label:<10}",
        subsequent_indent=" " * 12,
        break_long_words=False,
        break_on_hyphens=False,
    )


def kept(value: Any) -> Any:
    """What shows whether an argument has changed: the bytes of its numbers, None if it has none."""
    if isinstance(value, dict):
        return {key: kept(column) for key, column in value.items()}
    if isinstance(value, list | tuple):
        return [part if isinstance(part, int | float | str) else kept(part) for part in value]
    numbers = numbers_of(value) if is_array(value) else None
    return None if numbers is None else (numbers.shape, numbers.tobytes())


def flags_of(value: Any) -> Any:
    """Which tensors of an argument require gradients."""
    if isinstance(value, dict):
        return {key: flags_of(column) for key, column in value.items()}
    return getattr(value, "requires_grad", None) if is_array(value) else None


def failed_call(
    name: str, args: Sequence, kwargs: Mapping[str, Any], error: BaseException
) -> CheckFailed:
    """The error of a student's function, with the call and the student's own line."""
    text = text_of(error)
    options = (f"{option}={argument(value)}" for option, value in kwargs.items())
    shown = ", ".join([*map(argument, args), *options])
    kind = type(error).__name__
    # A judge that asks another process gets the line from there.
    where = error.own_line if hasattr(error, "own_line") else own_line(error)
    return CheckFailed(
        "stops",
        expected=f"{name}({shown}) runs through and returns its result",
        got=f"{kind}{text and ': ' + text}{where and ', ' + where}",
        likely=hint_of(text, ERRORS.get(kind)),
        error=kind,
    )


def hint_of(text: str, otherwise: str | None) -> str | None:
    """The hint for an error with this text."""
    return next((hint for part, hint in ERROR_TEXTS.items() if part in text), otherwise)


def own_line(error: BaseException) -> str:
    """Where in the student's own code an error came up."""
    # Frames of libraries and of the files beside the notebook tell a student little.
    others = sys.prefix, sys.base_prefix, os.path.dirname(os.path.abspath(__file__))
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(others)
    ]
    return f"in {own[-1].name}, line {own[-1].lineno} of its cell: {own[-1].line}" if own else ""


def argument(value: Any) -> str:
    """A short form of an argument: numbers as they are, arrays by their shape."""
    if is_array(value):
        return f"{'tensor' if hasattr(value, 'detach') else 'array'} {tuple(value.shape)}"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, np.random.Generator):
        return "rng"
    if isinstance(value, tuple):
        return f"({', '.join(map(argument, value))})"
    text = repr(value)
    return text[:40] if "\n" not in text else f"a {type(value).__name__}"


@contextlib.contextmanager
def aloud() -> Iterator[None]:
    """Let prints and warnings through that are dropped otherwise."""
    before = ALOUD.set(True)
    try:
        yield
    finally:
        ALOUD.reset(before)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Drop prints and warnings: a remark is not a mistake."""
    if ALOUD.get():
        yield
        return
    with (
        open(os.devnull, "w") as sink,
        contextlib.redirect_stdout(sink),
        contextlib.redirect_stderr(sink),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield
