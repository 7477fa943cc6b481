"""What a check says: how an answer is compared with the expected one, and how it is worded.

Shipped beside the notebooks for students to read; it holds no answers.
"""

import contextlib
import copy
import os
import re
import sys
import textwrap
import traceback
import warnings

import numpy as np

#: What a stub of a notebook says.
STUB = "is not written yet"
#: Hints for errors that have one usual cause.
ERRORS = {
    "ZeroDivisionError": "a denominator can be zero: test it before you divide",
    "UnboundLocalError": "a name is set in one branch only, or after its first use",
    "TypeError": "an operation between things that do not fit, or a wrong number of arguments",
    "NameError": "a name that is misspelt, or defined in a cell that was not run",
    "IndexError": "an index or a mask that fits other data: take sizes from the arguments",
    "KeyError": "a name that the dictionary does not hold",
    "RecursionError": "a function that calls itself without an end",
}
#: The same where the text of the error tells more than its kind.
ERROR_TEXTS = {
    "truth value": "`if`, `and` or `not` with a whole array: compare element by element, or ask "
    "`is None`",
    "not implemented for": "an operation that tensors do not know, such as ^ where ** is meant",
    'required "forward"': "forward is misspelt, or indented into another method",
    "shapes cannot be multiplied": "matrices whose sizes do not fit: print both shapes",
    "only for scalar outputs": "a gradient needs one number: sum or average, as the text says",
    "does not require grad": "a loss without gradients: nothing between model and loss may be "
    "numpy, detach() or no_grad()",
    "core dimension": "matrices whose sizes do not fit: print both shapes",
    "is not a Module subclass": "a class where a layer is meant: write it with brackets, nn.ReLU()",
    "'NoneType' object has no attribute": "a value is None: an argument that is optional, or a "
    "`return` that is missing",
    "must match the size": "tensors whose sizes do not fit: print both shapes",
    "same dtype": "float64 meets float32: give both the same dtype, for instance with .float()",
    "valid indices": "an index that is no whole number: floats need astype(int) first",
    "broadcast": "arrays whose shapes do not fit: use the arguments, and look at their axes",
    "boolean index did not match": "a mask that fits other data: make it from the arguments",
    "modified by an inplace": "`z += b` or `z[0] = 1` on a tensor that is still needed: write the "
    "result to a new one",
    "requires grad": "a tensor with gradients turned into numbers: detach() it first",
}
#: `nbgrader validate` cuts lines beyond this width.
WIDTH = 84
#: What `builds_on` has said of the check that is running.
EARLIER = {}
#: Why no gradient arrives.
CUT = "numpy, item(), detach(), .data or torch.no_grad() on the way: training needs the gradients"
#: What a weight of a network may be called.
NAME = re.compile(r"[\w.]{1,60}")
#: The slope of a function from its values at these steps, each times its weight over `STEP`.
STEP = 0.02
STENCIL = {STEP: 8 / 12, -STEP: -8 / 12, 2 * STEP: -1 / 12, -2 * STEP: 1 / 12}
#: Largest deviation of a gradient, relative to its parts.
ROUGH = 1e-2
NOT_NUMBERS = "a value that cannot be read as an array of numbers"


class CheckFailed(AssertionError):
    """An answer differs from what was expected; its text says how, and what is likely wrong.

    Parameters
    ----------
    kind : str
        ``"wrong"`` for an answer with other values, ``"stumbles"`` for one on which the check
        itself stops, ``"stops"`` for a function that raises an error.
    **said : str
        ``expected``, ``got`` and ``likely``; ``error``, the kind of an error; ``what``, what the
        check asks for.

    Attributes
    ----------
    verdict : dict of str to str
        The same, as it is stored with the grade.
    """

    def __init__(self, kind="wrong", **said):
        super().__init__()
        self.verdict = {"kind": kind} | {name: text for name, text in said.items() if text}

    def __str__(self):
        title = [f"✗ {self.verdict['what']}"] if "what" in self.verdict else []
        rows = ("expected", "got", "likely")
        return "\n".join(
            title + [_row(name, self.verdict[name]) for name in rows if name in self.verdict]
        )

    def _render_traceback_(self):
        # Jupyter prints these lines in place of a traceback: the student reads the message only.
        return str(self).split("\n")


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

    def __init__(self, kind, place, says):
        super().__init__(kind, place=place, says=says)

    def __str__(self):
        return self.verdict["says"]


def grade_cell(check):
    """Run a check at once and print its first docstring line with the verdict.

    Parameters
    ----------
    check : callable
        Takes nothing, returns nothing, and raises `CheckFailed` where an answer is wrong.

    Raises
    ------
    CheckFailed
        If the answer is wrong, missing, or stopped with an error.
    """
    title = check.__doc__.strip().split("\n")[0]
    EARLIER.clear()
    try:
        check()
    except NotWritten:
        raise
    except CheckFailed as failure:
        raise CheckFailed(**_earlier_first(failure.verdict) | {"what": title}) from None
    except NameError as error:
        advice = "Run the cell that defines it, then this cell again."
        says = f"{error.name} is not defined. {advice}"
        raise NotWritten("undefined", error.name, says) from None
    except Exception as error:
        kind = type(error).__name__
        raise CheckFailed(
            "stumbles",
            what=title,
            expected="an answer of the kind that the text above describes",
            got=f"an answer on which the check stumbles ({kind}: {error})",
            error=kind,
        ) from None
    print(f"✓ {title}")


def builds_on(part, earlier, may=False):
    """Say, where this check fails, which earlier parts have to be right before it can judge.

    From here on, until the check ends.

    Parameters
    ----------
    part : str
        What this check is about, for instance ``"2.3"``.
    earlier : dict of str to callable
        Earlier parts, each with a function that tells whether it is right in a small case. They
        are called only if the check fails.
    may : bool
        Whether answers that do without the earlier parts are as usual as those that call them:
        then the message names both causes.
    """
    EARLIER.update({name: (part, is_right, may) for name, is_right in earlier.items()})


def call(function, /, *args, **kwargs):
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
    name = getattr(function, "__name__", type(function).__name__)
    given = [*args, *kwargs.values()]
    before, flags = [_kept(value) for value in given], [_flags(value) for value in given]
    try:
        with _quiet():
            result = function(*args, **kwargs)
    except (Exception, SystemExit) as error:
        if isinstance(error, NotImplementedError) and str(error).endswith(STUB):
            says = f"{error}: replace the `raise` line in its cell."
            place = str(error).removesuffix(STUB).removeprefix("cell ").strip()
            raise NotWritten("unwritten", place, says) from None
        raise _failed_call(name, given, error) from None
    for position, (value, old) in enumerate(zip(given, before, strict=True), 1):
        if _kept(value) != old:
            what = f"of shape {tuple(value.shape)}" if is_array(value) else "a table"
            raise failed(
                f"{name} leaves the arrays that it is given as they are",
                f"argument {position}, {what}, has other values after the call",
                "an in-place operation such as `X -= m`, `X[...] = v` or `X.sort()`: write the "
                "result to a new array, `X - m`, or start from `X.copy()`; `dict(table)` still "
                "shares its arrays",
            )
        if _flags(value) != flags[position - 1]:
            raise failed(
                f"{name} leaves the tensors that it is given as they are",
                f"argument {position} requires gradients after the call as it did not before",
                "requires_grad_() changes the tensor that it is called on: start from "
                "x.detach().clone()",
            )
    return result


def parts(result, *names):
    """Take a returned pair (or triple, ...) apart.

    Parameters
    ----------
    result : tuple, list or array
        What a student's function returned.
    *names : str
        What its parts are, in order.

    Returns
    -------
    list
        One element per name.

    Raises
    ------
    CheckFailed
        If there are more or fewer parts than names.
    """
    wanted = f"{len(names)} results: {', '.join(names)}"
    if result is None:
        raise failed(wanted, "None", "the `return` line is missing")
    if isinstance(result, dict):
        raise failed(wanted, "a dict", f"return a tuple: `return {', '.join(names)}`")
    try:
        found = list(result)
    except TypeError:
        found = []
    if len(found) != len(names):
        single = _numbers(result) if is_array(result) or not found else None
        many = "1 result" if len(found) == 1 else f"{len(found)} results"
        got = many if single is None else _summary("one result", single)
        raise failed(wanted, got, f"return them together: `return {', '.join(names)}`")
    return found


def expect(what, got, want, *, either=(), mistakes=None, likely=None, tol=1e-3, any_sign=False):
    """Compare an answer with the expected one: first its shape, then its values.

    Parameters
    ----------
    what : str
        What the answer is, in the words of the exercise.
    got : array_like, tensor or number
        The answer.
    want : array_like
        The expected answer.
    either : sequence of array_like
        Other answers that are as right as `want`.
    mistakes : dict of str to array_like, or callable, optional
        Likely mistakes, each with the answer that it would give, or with a tuple of answers.
        Where the answer is one of these, the message names that mistake. A function without
        arguments that returns the dict is called for wrong answers only: so a right one need not
        wait for answers that take long to compute.
    likely : str, optional
        The likely mistake where none of `mistakes` gives this answer.
    tol : float
        Largest allowed deviation, relative to the largest expected absolute value.
    any_sign : bool
        Whether each column may come with either sign, as principal axes do.

    Raises
    ------
    CheckFailed
        If the answer agrees neither with `want` nor with one of `either`.
    """
    numbers = _numbers(got)

    def fits(answer):
        answer = np.asarray(answer, dtype=float)
        return _agree(_flipped(numbers, answer) if any_sign else numbers, answer, tol)

    if any(fits(answer) for answer in (want, *either)):
        return
    if got is None:
        likely = "the `return` line is missing"
    for mistake, wrong in ((mistakes() if callable(mistakes) else mistakes) or {}).items():
        if any(fits(answer) for answer in (wrong if isinstance(wrong, tuple) else (wrong,))):
            likely = mistake
            break
    want = np.asarray(want, dtype=float)
    if numbers is None:
        raise failed(_summary(what, want), _kind(got), likely)
    if numbers.shape != want.shape:
        raise failed(_shape(what, want.shape), _shaped(what, numbers), likely)
    shown = _flipped(numbers, want) if any_sign else numbers
    raise failed(*_difference(what, shown, want, tol), likely)


def draw_weights(model, rng, given=None):
    """Give a network weights that are drawn here, and find them in it.

    What it does afterwards can be compared with what these weights must do, whatever it held
    before. Before that its matrices must not hold one number everywhere.

    Parameters
    ----------
    model : nn.Module
        Of a student's class, with any layers.
    rng : numpy.random.Generator
    given : dict of str to array_like, optional
        What some weights are to be instead.

    Returns
    -------
    weights : dict of str to tensor
        The network's own parameters, by the names of its `state_dict`.

    Raises
    ------
    CheckFailed
        If the network has other weights afterwards.
    """
    state = _state(model)
    # What is in the state and no parameter, as a buffer is, belongs to the network.
    names = [name for name in state if is_array(tried(model.get_parameter, name))]
    drawn = {}
    for name in names:
        values = _numbers(state[name])
        require(
            values.ndim < 2 or values.size == 1 or np.ptp(values) > 0,
            f"{name} with random numbers, as the layers of torch have them at the start",
            "the same number everywhere",
            "weights that begin equal learn alike, or nothing: leave them as the layer makes them",
        )
        # So that what a layer hands on is about as large as what it gets.
        size = (3 / max(values.shape[-1:], default=3)) ** 0.5
        numbers = (given or {}).get(name, rng.uniform(-size, size, values.shape))
        drawn[name] = _like(numbers, state[name])
    call(model.load_state_dict, {**state, **drawn})
    kept, weights = _state(model), {name: tried(model.get_parameter, name) for name in names}
    for name, numbers in drawn.items():
        require(
            agrees(kept.get(name), numbers, 1e-6) and agrees(weights[name], numbers, 1e-6),
            f"{name} as load_state_dict has set it",
            "other numbers",
            "make layers once, in __init__; state_dict, load_state_dict and parameters stay those "
            "of nn.Module",
        )
    return weights


def expect_gradients(what, got, want, towards, *, likely=CUT):
    """Ask how a result hangs on tensors, and compare with a result that hangs on them rightly.

    A result says that it carries gradients by a flag, which proves nothing. So they are asked for:
    those of a sum of its values, each times a number that is drawn here.

    Parameters
    ----------
    what : str
        What the result is, in the words of the exercise.
    got : tensor
        The result.
    want : tensor
        What it should be, computed here from the same tensors.
    towards : dict of str to tensor
        These tensors with their names: arguments that require gradients, and weights.
    likely : str
        The likely mistake where none arrives.

    Raises
    ------
    CheckFailed
        If the gradients differ.
    """
    _require_graph(what, got, likely)
    factors = np.random.default_rng(17).normal(size=tuple(got.shape))
    wanted = _gradients(want, towards, factors)
    found = _gradients(got, towards, factors)
    _require_arrival(what, found, wanted, likely)
    for name in towards:
        expect(
            f"gradient towards {name} (of the sum of {what}, each value times a number)",
            found[name],
            wanted[name],
            likely=f"a part of the way from {name} to the result is cut: {likely}",
            tol=ROUGH,
        )


def expect_slopes(what, function, arguments, towards, *, likely=CUT):
    """Ask a function for gradients, and compare them with differences of its own values.

    Parameters
    ----------
    what : str
        What its result is, in the words of the exercise.
    function : callable
        Smooth where it is asked; that its values are right is another question.
    arguments : sequence
    towards : dict of str to int
        Names of those arguments to which gradients flow, and their places.
    likely : str
        The likely mistake where none arrives.

    Raises
    ------
    CheckFailed
        If gradients are missing, or differ from the slopes.
    """
    arguments = [_precise(argument) for argument in arguments]
    leaves = [
        argument.clone().requires_grad_() if place in towards.values() else argument
        for place, argument in enumerate(arguments)
    ]
    try:
        got = call(function, *leaves)
    except CheckFailed as failure:
        if "numpy()" in failure.verdict.get("got", ""):
            stumble = "an error: numpy() on a tensor that carries gradients"
            raise failed(_flowing(what), stumble, f"{likely}; take torch.exp, …") from None
        raise
    _require_graph(what, got, likely)
    values = array(what, call(function, *arguments), tuple(got.shape))
    expect(f"{what} with tensors that require gradients", got, values, likely=likely)
    rng = np.random.default_rng(18)
    factors = rng.normal(size=values.shape)
    found = _gradients(got, {name: leaves[place] for name, place in towards.items()}, factors)
    directions, slopes = {}, {}
    for name, place in towards.items():
        directions[name] = rng.uniform(-1, 1, tuple(arguments[place].shape))
        slopes[name] = 0.0
        for step, weight in STENCIL.items():
            moved = list(arguments)
            moved[place] = arguments[place] + _like(step * directions[name], arguments[place])
            values = array(what, call(function, *moved), factors.shape)
            slopes[name] += weight / STEP * np.sum(factors * values)
    _require_arrival(what, found, slopes, likely)
    for name, slope in slopes.items():
        along = found[name] * directions[name]
        require(
            abs(along.sum() - slope) <= ROUGH * max(np.abs(along).sum(), abs(slope)),
            f"gradients of {what} towards {name} as large as the slope, {slope:.4g} one way",
            f"{along.sum():.4g} the same way",
            f"a part of the way from {name} to the result is cut, or something is added to it: "
            f"{likely}",
        )


def require(condition, expected, got, likely=None):
    """Fail with these words unless the condition holds.

    Parameters
    ----------
    condition : bool
    expected, got, likely : str
        What was expected, what came instead, and the likely mistake.

    Raises
    ------
    CheckFailed
    """
    if not condition:
        raise failed(expected, got, likely)


def array(what, value, shape, *, mistakes=None, finite=True):
    """Numbers of a given shape as a float array.

    Parameters
    ----------
    what : str
        What the numbers are, in the words of the exercise.
    value : array_like, tensor or number
    shape : tuple of int
        The expected shape; ``()`` for a single number.
    mistakes : dict of str to tuple of int, optional
        Likely mistakes, each with the shape that it would give.
    finite : bool
        Whether NaN and infinity are wrong.

    Returns
    -------
    ndarray of the given shape, float64

    Raises
    ------
    CheckFailed
        If the value is anything else.
    """
    numbers = _numbers(value)
    expected = _shape(what, shape)
    if numbers is None:
        likely = "the `return` line is missing" if value is None else None
        raise failed(expected, _kind(value), likely)
    if numbers.shape != shape:
        causes = {wrong: text for text, wrong in (mistakes or {}).items()}
        raise failed(expected, _shaped(what, numbers), causes.get(numbers.shape))
    if finite and not np.all(np.isfinite(numbers)):
        likely = "a division by zero, or numbers that grow without end"
        raise failed(f"{what}: finite numbers", "NaN or infinity", likely)
    return numbers


def number(what, value):
    """A single number as a Python float; `array` with no axes."""
    return float(array(what, value, ()))


def is_array(value):
    """Whether the value is an array or a tensor, which take part in arithmetic as a whole."""
    return isinstance(value, np.ndarray) or hasattr(value, "detach")


def first_true(causes, otherwise):
    """The first cause whose condition holds.

    Parameters
    ----------
    causes : dict of str to bool
    otherwise : str
        What to say where no condition holds.

    Returns
    -------
    str
    """
    return next((cause for cause, holds in causes.items() if holds), otherwise)


def remark(text):
    """Print a remark that is no verdict."""
    print(f"  ({text})")


def agrees(got, want, tol=1e-3):
    """Whether an answer has the wanted shape and, within the tolerance, the wanted values."""
    return _agree(_numbers(got), np.asarray(want, dtype=float), tol)


def tried(function, *args):
    """The result of a function, or None where it fails.

    For a look at a function that is not the one to be checked. It gets copies, so that one that
    changes its arguments spoils no comparison.
    """
    try:
        with _quiet():
            return function(*[copy.deepcopy(a) if is_array(a) else a for a in args])
    except (Exception, SystemExit):
        return None


def failed(expected, got, likely=None):
    """Build the error that says what was expected, what came, and the likely mistake."""
    return CheckFailed(expected=expected, got=got, likely=likely)


def _row(label, text):
    """A row of a message."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=f"  {label:<10}",
        subsequent_indent=" " * 12,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _earlier_first(verdict):
    """The verdict of a failed check, where an earlier part is wrong with that as a likely cause."""
    wrong = {name: rest for name, rest in EARLIER.items() if not tried(rest[1])}
    if not wrong:
        return verdict
    sure = [name for name, (*_, may) in wrong.items() if not may]
    names, (part, *_) = " and ".join(sure or wrong), next(iter(wrong.values()))
    verb, those = ("is", "that") if len(sure or wrong) == 1 else ("are", "these")
    cause = f"{part} cannot be judged on its own until {names} {verb} right: mend {those} first"
    if "likely" in verdict and not sure:
        cause = f"{verdict['likely']}; or it calls {names}, and then {cause}"
    return verdict | {"likely": cause}


def _kept(value):
    """What shows whether an argument has changed: the bytes of its numbers, None if it has none."""
    if isinstance(value, dict):
        return {key: _kept(column) for key, column in value.items()}
    numbers = _numbers(value) if is_array(value) else None
    return None if numbers is None else (numbers.shape, numbers.tobytes())


def _flags(value):
    """Which tensors of an argument require gradients."""
    if isinstance(value, dict):
        return {key: _flags(column) for key, column in value.items()}
    return getattr(value, "requires_grad", None) if is_array(value) else None


def _state(model):
    """The tensors that a network says it has, by name."""
    state = call(model.state_dict)
    require(
        isinstance(state, dict)
        and all(hasattr(values, "detach") for values in state.values())
        and all(isinstance(name, str) and NAME.fullmatch(name) for name in state),
        "state_dict() as nn.Module has it: a dict of tensors",
        "something else",
        "leave state_dict as it is",
    )
    return state


def _flowing(what):
    return f"{what}: a tensor through which gradients flow"


def _require_graph(what, got, likely):
    """Fail unless a result claims to carry gradients."""
    if not hasattr(got, "detach"):
        numbers = None if got is None else _numbers(got)
        kind = _kind(got) if numbers is None else "plain numbers" if numbers.ndim else "a number"
        raise failed(_flowing(what), kind, likely)
    require(got.requires_grad, _flowing(what), "a result without gradients", likely)


def _require_arrival(what, found, wanted, likely):
    """Fail where no gradient at all arrives although one should."""
    cut = [name for name in wanted if np.any(wanted[name]) and not np.any(found[name])]
    first, *_, last = wanted if len(wanted) > 1 else [*wanted, ""]
    shown = f"{first}, … and {last}" if len(wanted) > 3 else " and ".join(wanted)
    require(
        not cut,
        f"gradients that flow from {what} back to {shown}",
        f"a way that is cut: none arrives at {', '.join(cut)}",
        likely,
    )


def _gradients(result, towards, factors):
    """Gradients of the sum of a result's values times factors, as arrays by name."""
    import torch

    for name, tensor in towards.items():
        require(
            tensor.requires_grad,
            f"{name}: a tensor that can learn",
            "one with requires_grad set to False",
            "leave parameters as nn.Module makes them",
        )
    try:
        found = torch.autograd.grad(
            result,
            [*towards.values()],
            _like(factors, result),
            retain_graph=True,  # two results may share a graph
            allow_unused=True,
        )
    except Exception as error:
        text = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        hint = next((hint for part, hint in ERROR_TEXTS.items() if part in text), None)
        hint = hint or "the whole way from the inputs to the result is torch's own arithmetic"
        raise failed("gradients that can be asked for", f"an error, {text}", hint) from None
    return {
        name: np.zeros(tuple(tensor.shape)) if gradient is None else _numbers(gradient)
        for (name, tensor), gradient in zip(towards.items(), found, strict=True)
    }


def _precise(value):
    """A tensor of numbers with a point in double precision, on its own; anything else as it is."""
    is_float = hasattr(value, "detach") and value.is_floating_point()
    return value.detach().double() if is_float else value


def _like(numbers, tensor):
    """Numbers as a tensor of the kind of another one."""
    import torch

    return torch.as_tensor(numbers, dtype=tensor.dtype, device=tensor.device)


def _numbers(value):
    """A fresh float64 array of the values, or None where they are not real numbers."""
    try:
        if isinstance(value, (list, tuple)):
            value = [_plain(element) for element in value]
        array = np.asarray(_plain(value))
    except (ValueError, TypeError, RuntimeError):
        return None
    return array.astype(float) if array.dtype.kind in "biuf" else None


def _plain(value):
    """A tensor without its graph and device; anything else as it is."""
    return value.detach().cpu().numpy() if hasattr(value, "detach") else value


def _agree(numbers, answer, tol):
    """Whether shapes are equal and all errors are at most the tolerance; NaN agrees with NaN."""
    if numbers is None or numbers.shape != answer.shape:
        return False
    return bool(np.all(_errors(numbers, answer) <= tol * _scale(answer)))


def _flipped(numbers, answer):
    """Columns turned to the side on which the columns of the answer point."""
    if numbers is None or numbers.shape != answer.shape:
        return numbers
    return numbers * np.where(np.sum(numbers * answer, axis=0) < 0, -1.0, 1.0)


def _errors(numbers, answer):
    """Absolute differences; 0 where both are NaN, infinite where only one is."""
    with np.errstate(invalid="ignore"):
        errors = np.where(numbers == answer, 0.0, np.abs(numbers - answer))
    one_sided = np.isnan(numbers) != np.isnan(answer)
    return np.where(one_sided, np.inf, np.where(np.isnan(numbers), 0.0, errors))


def _scale(answer):
    finite = np.abs(answer[np.isfinite(answer)])
    return max(finite.max(initial=0.0), 1e-12)


def _difference(what, got, want, tol):
    """The expected and the received value at the place where they differ most."""
    errors = _errors(got, want)
    if want.size <= 6:
        return _summary(what, want), _summary(what, got)
    place = np.unravel_index(np.argmax(errors), errors.shape)
    index = ", ".join(str(i) for i in place)
    off = np.count_nonzero(~(errors <= tol * _scale(want)))
    got, want = _without_noise(got), _without_noise(want)
    return (
        f"{what} at [{index}] = {want[place]:.4g}",
        f"{what} at [{index}] = {got[place]:.4g}; {off} of {want.size} values are off",
    )


def _summary(what, array):
    """Name, shape and, where they are few, the values."""
    if array.shape == ():
        return f"{what} = {array:.4g}"
    if array.size <= 6:
        array = _without_noise(array)
        values = np.array2string(array, formatter={"float_kind": "{:.4g}".format}, separator=", ")
        return f"{what} = {' '.join(values.split())}"
    return f"{what} of shape {array.shape}"


def _without_noise(array):
    """Rounding errors next to larger numbers as the zeros that they mean."""
    return np.where(np.abs(array) < 1e-9 * _scale(array), 0.0, array)


def _shape(what, shape):
    return f"{what} of shape {shape}" if shape else f"{what}: one number"


def _shaped(what, array):
    """Like `_summary`, with the shape also where the values are shown."""
    if array.shape == () or array.size > 6:
        return _summary(what, array)
    return f"{_summary(what, array)}, of shape {array.shape}"


def _kind(value):
    """What a value is that is not an array of real numbers."""
    if value is None:
        return "None"
    if isinstance(value, (list, tuple)):
        kind = "list" if isinstance(value, list) else "tuple"
        return f"a {kind} of {len(value)} parts that form no array of numbers"
    kind = type(value)
    return f"{NOT_NUMBERS} ({kind.__name__})" if kind.__module__ == "builtins" else NOT_NUMBERS


def _failed_call(name, given, error):
    """The error of a student's function, with the call and the student's own line."""
    text = " ".join(str(error).split())
    if len(text) > 300:
        text = text[:300] + " …"
    shown = ", ".join(_argument(value) for value in given)
    kind = type(error).__name__
    # A judge that asks another process gets the line from there.
    where = error.own_line if hasattr(error, "own_line") else _own_line(error)
    return CheckFailed(
        "stops",
        expected=f"{name}({shown}) runs through and returns its result",
        got=f"{kind}{text and ': ' + text}{where and ', ' + where}",
        likely=next((hint for part, hint in ERROR_TEXTS.items() if part in text), ERRORS.get(kind)),
        error=kind,
    )


def _own_line(error):
    """Where in the student's own code an error came up."""
    # The first frame is the call in this file; frames of libraries tell a student little.
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)[1:]
        if not frame.filename.startswith((sys.prefix, sys.base_prefix, __file__))
    ]
    return f"in {own[-1].name}, line {own[-1].lineno} of its cell: {own[-1].line}" if own else ""


def _argument(value):
    """A short form of an argument: numbers as they are, arrays by their shape."""
    if is_array(value):
        return f"array {tuple(value.shape)}"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, np.random.Generator):
        return "rng"
    if isinstance(value, tuple):
        return f"({', '.join(map(_argument, value))})"
    text = repr(value)
    return text[:40] if "\n" not in text else f"a {type(value).__name__}"


@contextlib.contextmanager
def _quiet():
    """Drop prints and warnings: a remark is not a mistake."""
    with (
        open(os.devnull, "w") as sink,
        contextlib.redirect_stdout(sink),
        contextlib.redirect_stderr(sink),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield
