"""Checks that are written out in a grade cell: what an answer is expected to be, step by step.

Shipped beside the notebooks for students to read; it holds no answers.
"""

import numpy as np

from answers import (
    agree,
    difference,
    fits,
    is_array,
    kind_of,
    numbers_of,
    shape_words,
    shaped_words,
    summary,
)
from calls import (
    CheckFailed,
    NotWritten,
    call,
    failed,
    not_before,
    refuse_single,
    stumbled,
    tried,
)
from probes import kept_by, state_of, weighted_gradients

#: What `builds_on` has said of the check that is running.
EARLIER = {}
#: Why no gradient arrives.
CUT = "numpy, item(), detach(), .data or torch.no_grad() on the way: training needs the gradients"
#: The slope of a function from its values at these steps, each times its weight over `STEP`.
STEP = 0.02
STENCIL = {STEP: 8 / 12, -STEP: -8 / 12, 2 * STEP: -1 / 12, -2 * STEP: 1 / 12}
#: Largest deviation of a gradient, relative to its parts.
ROUGH = 1e-2


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
        raise stumbled(title, error) from None
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
    refuse_single(result, names)
    try:
        found = list(result)
    except TypeError:
        found = []
    if len(found) != len(names):
        single = numbers_of(result) if is_array(result) or not found else None
        many = "1 result" if len(found) == 1 else f"{len(found)} results"
        got = many if single is None else summary("one result", single)
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
    numbers = numbers_of(got)

    def is_like(answer):
        return fits(numbers, answer, tol, any_sign)

    if any(is_like(answer) for answer in (want, *either)):
        return
    if got is None:
        likely = "the `return` line is missing"
    for mistake, wrong in ((mistakes() if callable(mistakes) else mistakes) or {}).items():
        if any(is_like(answer) for answer in (wrong if isinstance(wrong, tuple) else (wrong,))):
            likely = mistake
            break
    want = np.asarray(want, dtype=float)
    if numbers is None:
        raise failed(summary(what, want), kind_of(got), likely)
    if numbers.shape != want.shape:
        raise failed(shape_words(what, want.shape), shaped_words(what, numbers), likely)
    raise failed(*difference(what, numbers, want, tol, any_sign), likely)


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
    state = state_of(model)
    # What is in the state and no parameter, as a buffer is, belongs to the network.
    names = [name for name in state if is_array(tried(model.get_parameter, name))]
    drawn = {}
    for name in names:
        values = numbers_of(state[name])
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
    return kept_by(model, drawn)


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
    numbers = numbers_of(value)
    expected = shape_words(what, shape)
    if numbers is None:
        likely = "the `return` line is missing" if value is None else None
        raise failed(expected, kind_of(value), likely)
    if numbers.shape != shape:
        causes = {wrong: text for text, wrong in (mistakes or {}).items()}
        raise failed(expected, shaped_words(what, numbers), causes.get(numbers.shape))
    if finite and not np.all(np.isfinite(numbers)):
        likely = "a division by zero, or numbers that grow without end"
        raise failed(f"{what}: finite numbers", "NaN or infinity", likely)
    return numbers


def number(what, value):
    """A single number as a Python float; `array` with no axes."""
    return float(array(what, value, ()))


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
    return agree(numbers_of(got), np.asarray(want, dtype=float), tol)


def _earlier_first(verdict):
    """The verdict of a failed check, where an earlier part is wrong with that as a likely cause."""
    wrong = {name: rest for name, rest in EARLIER.items() if not tried(rest[1])}
    if not wrong:
        return verdict
    sure = [name for name, (*_, may) in wrong.items() if not may]
    names, (part, *_) = sure or list(wrong), next(iter(wrong.values()))
    cause = not_before(part, names)
    if "likely" in verdict and not sure:
        cause = f"{verdict['likely']}; or it calls {' and '.join(names)}, and then {cause}"
    return verdict | {"likely": cause}


def _flowing(what):
    return f"{what}: a tensor through which gradients flow"


def _require_graph(what, got, likely):
    """Fail unless a result claims to carry gradients."""
    if not hasattr(got, "detach"):
        numbers = None if got is None else numbers_of(got)
        kind = kind_of(got) if numbers is None else "plain numbers" if numbers.ndim else "a number"
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
    for name, tensor in towards.items():
        require(
            tensor.requires_grad,
            f"{name}: a tensor that can learn",
            "one with requires_grad set to False",
            "leave parameters as nn.Module makes them",
        )
    hint = "the whole way from the inputs to the result is torch's own arithmetic"
    found = weighted_gradients(result, [*towards.values()], factors, hint)
    return {name: numbers_of(part) for name, part in zip(towards, found, strict=True)}


def _precise(value):
    """A tensor of numbers with a point in double precision, on its own; anything else as it is."""
    is_float = hasattr(value, "detach") and value.is_floating_point()
    return value.detach().double() if is_float else value


def _like(numbers, tensor):
    """Numbers as a tensor of the kind of another one."""
    import torch

    return torch.as_tensor(numbers, dtype=tensor.dtype, device=tensor.device)
