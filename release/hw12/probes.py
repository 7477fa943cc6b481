"""How a check asks what cannot be asked by a call alone: networks, and how they are trained.

A task names its probe; `checks` passes the answer and the arguments of a case to it, and compares
what it returns. Shipped beside the notebooks for students to read; it holds no answers.
"""

import contextlib
import itertools
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from answers import agree, kind_of, numbers_of, plain, shape_words
from calls import CheckFailed, argument, call, failed, hint_of, refuse_single, tried

#: What a weight of a network may be called.
NAME = re.compile(r"[\w.]{1,60}")
#: What a message advises where a class has other weights than the notebook gives it.
AS_GIVEN = "leave __init__ as the notebook gives it"
CUT = (
    "numpy, torch.tensor(), detach(), .data or torch.no_grad() in forward cuts the way, and "
    "training needs the gradients"
)


def network(answer: Callable, weights: Mapping[str, np.ndarray], x: Any, **options: Any) -> tuple:
    """What a network makes of events, and how that hangs on the events and on each weight.

    The network gets its weights here, and they are looked up afterwards, so that nothing which it
    says of itself has to be believed. A result says by a flag that it carries gradients, which
    proves nothing: they are asked for, as those of a sum of its values, each times a number.

    Parameters
    ----------
    answer : type
        A student's class of networks.
    weights : dict of str to ndarray
        By the names of its `state_dict`.
    x : tensor of shape (n, d)
    **options
        What the class is called with.

    Returns
    -------
    tuple
        The result for `x`, and the gradients towards `x` and towards each weight; zeros where none
        arrives.
    """
    model = call(answer, **options)
    names = own_names(state_of(model), weights)
    own = load(model, {names[name]: values for name, values in weights.items()})
    leaf = leaf_for(own, x)
    # One that keeps its first answer is found out by the second.
    passed(model, leaf.detach() + 1)
    result = passed(model, leaf)
    refuse_no_tensor(result)
    return result, *gradients(result, [leaf, *own.values()])


def training(
    answer: Callable, weights: Mapping[str, np.ndarray], x: Any, **options: Any
) -> tuple[Any, np.ndarray]:
    """What a function that trains a network returns, and the weights that it leaves behind.

    Parameters
    ----------
    answer : callable
        A student's function of a network, events and options.
    weights : dict of str to ndarray
        Those at the start, from which the network is made; see `plain_network`.
    x : tensor of shape (n, d)
    **options
        What the function is called with besides.

    Returns
    -------
    result : object
    weights : ndarray of shape (n_weights,)
        One weight after the other.
    """
    result, model = after_training(answer, weights, x, **options)
    return result, in_a_row(model.state_dict(), weights)


def after_training(
    answer: Callable, weights: Mapping[str, np.ndarray], x: Any, **options: Any
) -> tuple[Any, Any]:
    """What a function returns that trains a network, and the network then; see `training`."""
    model = plain_network(weights, x.dtype)
    return call(answer, model, x, **options), model


def plain_network(weights: Mapping[str, np.ndarray], dtype: Any) -> Any:
    """A network of torch's own layers, so that a slip in a student's class costs it nothing.

    Parameters
    ----------
    weights : dict of str to ndarray
        By the names of its `state_dict`: ``"weight"`` and ``"bias"`` for a single layer,
        ``"0.weight"`` for the first one of several, ``"encoder.0.weight"`` for that of a part.
        Numbers that are left out are ReLU layers.
    dtype : torch.dtype
    """
    import torch
    from torch import nn

    if "weight" in weights:
        n_out, n_in = weights["weight"].shape
        # Without drawing weights: a check leaves the random state of a notebook as it is. What
        # torch has for that (`skip_init`) imports modules that take about a second.
        layer = nn.Linear(n_in, n_out, device="meta")
        own = {
            name: torch.tensor(values, dtype=dtype, device="cpu")
            for name, values in weights.items()
        }
        layer.load_state_dict(own, assign=True)
        return layer
    parts: dict[str, Any] = {}
    for key in dict.fromkeys(name.split(".")[0] for name in weights):
        while key.isdigit() and len(parts) < int(key):
            parts[str(len(parts))] = nn.ReLU()
        begin = f"{key}."
        inner = {name: values for name, values in weights.items() if name.startswith(begin)}
        inner = {name.removeprefix(begin): values for name, values in inner.items()}
        parts[key] = plain_network(inner, dtype)
    return nn.Sequential(OrderedDict(parts))


def gradients(result: Any, towards: Iterable[Any]) -> list[Any]:
    """How the sum of a result's values, each times a fixed number, hangs on each of some tensors.

    Parameters
    ----------
    result : object
    towards : iterable of tensor

    Returns
    -------
    list of tensor
        Gradients; zeros where none arrives, as where the result is no tensor that carries any.
    """
    import torch

    towards = list(towards)
    if not getattr(result, "requires_grad", False):
        return [torch.zeros_like(tensor) for tensor in towards]
    factors = np.random.default_rng(17).normal(size=tuple(result.shape))
    return weighted_gradients(result, towards, factors, CUT)


def weighted_gradients(
    result: Any, towards: Sequence[Any], factors: np.ndarray, likely: str
) -> list[Any]:
    """How the sum of a tensor's values, each times a factor, hangs on each of some tensors.

    Parameters
    ----------
    result : tensor
    towards : sequence of tensor
    factors : ndarray of the shape of the result
    likely : str
        The likely mistake where torch cannot tell, and its error has no usual cause.

    Returns
    -------
    list of tensor
        Gradients; zeros where none arrives.

    Raises
    ------
    CheckFailed
        If torch cannot tell.
    """
    import torch

    try:
        # Of one number, since torch imports much to compute the gradients of a tensor.
        total = (result * torch.as_tensor(factors, dtype=result.dtype, device=result.device)).sum()
        # Several results may share a graph.
        found = torch.autograd.grad(total, towards, retain_graph=True, allow_unused=True)
    except Exception as error:
        text = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        got = f"an error, {text}"
        raise failed("gradients that can be asked for", got, hint_of(text, likely)) from None
    pairs = zip(towards, found, strict=True)
    return [torch.zeros_like(tensor) if part is None else part for tensor, part in pairs]


def drawn(rng: np.random.Generator, **parts: Sequence[int]) -> dict[str, np.ndarray]:
    """Weights by which values keep about their size, with two digits, for `plain_network`.

    Parameters
    ----------
    rng : numpy.random.Generator
    **parts : sequence of int
        For each part, by its name, how many values go in, how many each hidden layer has, and how
        many come out; a ReLU layer follows each hidden one. The name ``""`` is that of the whole.
    """
    weights = {}
    for part, widths in parts.items():
        for number, (n_in, n_out) in enumerate(itertools.pairwise(widths)):
            begin = f"{part}.{2 * number}.".removeprefix(".")
            for kind, shape in (("weight", (n_out, n_in)), ("bias", (n_out,))):
                weights[begin + kind] = (rng.normal(size=shape) / n_in**0.5).round(2)
    return weights


def passed(model: Any, x: Any) -> Any:
    """What a network makes of events."""
    try:
        return call(model, x)
    except CheckFailed as failure:
        # torch advises detach(), which cuts the way as well.
        if "numpy()" in failure.verdict.get("got", ""):
            raise CheckFailed(**failure.verdict | {"likely": CUT}) from None
        raise


def refuse_no_tensor(result: Any) -> None:
    """Fail where a network returns something else than a tensor; None is told by its place.

    Raises
    ------
    CheckFailed
    """
    if result is None or hasattr(result, "detach"):
        return
    kind = type(result).__name__
    got = f"a value of type {kind if NAME.fullmatch(kind) else 'unknown'}"
    likely = "return what the decoder gives, which is a tensor"
    if isinstance(result, np.ndarray | float):
        got, likely = "numbers without gradients", CUT
    elif isinstance(result, list | tuple | dict):
        got = f"a {kind} of {len(result)} part{'s' * (len(result) != 1)}"
        likely = "return the tensor alone, with nothing beside it or around it"
    elif callable(result):
        got, likely = f"a layer, {got}", "a layer is not called: write its input in brackets"
    raise failed("forward returns a tensor", got, likely)


def load(model: Any, weights: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Give a network its weights, and find them in it.

    Returns
    -------
    dict of str to tensor
        The network's own parameters, by name.

    Raises
    ------
    CheckFailed
        If it has not the places for them, or other weights afterwards; if its matrices held one
        number everywhere before; if a weight cannot learn.
    """
    import torch

    state = state_of(model)
    for name, numbers in weights.items():
        before = numbers_of(state.get(name))
        if before is None or before.shape != numbers.shape:
            got = "none of this name" if before is None else f"one of shape {before.shape}"
            raise failed(shape_words(f"a weight {name}", numbers.shape), got, AS_GIVEN)
        if before.ndim > 1 and before.size > 1 and np.ptp(before) == 0:
            raise failed(
                f"{name} with random numbers, as the layers of torch have them at the start",
                "the same number everywhere",
                f"weights that begin equal learn alike, or nothing: {AS_GIVEN}",
            )
    given = {
        name: torch.as_tensor(numbers, dtype=state[name].dtype, device=state[name].device)
        for name, numbers in weights.items()
    }
    call(model.load_state_dict, {**state, **given})
    own = kept_by(model, weights)
    for name, tensor in own.items():
        if not tensor.requires_grad:
            raise failed(
                f"{name}: a weight that can learn",
                "one with requires_grad set to False",
                f"the weights of a layer can learn when it is made: {AS_GIVEN}",
            )
    return own


def own_names(state: Iterable[str], weights: Iterable[str]) -> dict[str, str]:
    """By what names a network keeps weights, whose layers may have names in the place of numbers.

    Parameters
    ----------
    state : iterable of str
        Names of what the network keeps, part by part, in the order of its layers.
    weights : iterable of str
        Names as torch gives them to layers without names, in the same order.

    Returns
    -------
    dict of str to str
        The network's own name of each; its name in `weights` in parts of another build.
    """
    found = {name: name for name in weights}
    for part in dict.fromkeys(name.split(".")[0] for name in found):
        wanted = [name for name in found if name.split(".")[0] == part]
        own = [name for name in state if name.split(".")[0] == part]
        # After the part comes the name of a layer, and of its weight.
        ends = [[name.split(".")[2:] for name in names] for names in (wanted, own)]
        if all(name.count(".") == 2 for name in wanted) and ends[0] == ends[1]:
            found |= zip(wanted, own, strict=True)
    return found


def leaf_for(own: Mapping[str, Any], x: Any) -> Any:
    """Events as a tensor that asks for gradients, of the type and on the device of some weights."""
    like = next(iter(own.values()))
    return x.detach().to(dtype=like.dtype, device=like.device).requires_grad_()


@contextlib.contextmanager
def advising(remedy: str) -> Iterator[None]:
    """Let a failure that comes up inside advise something else than `AS_GIVEN`."""
    try:
        yield
    except CheckFailed as failure:
        likely = failure.verdict.get("likely", "").replace(AS_GIVEN, remedy)
        raise CheckFailed(**failure.verdict | {"likely": likely}) from None


def kept_by(model: Any, weights: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a network by name, in which weights that it was given are found.

    Raises
    ------
    CheckFailed
        If its state or its parameters are others.
    """
    kept = state_of(model)
    own = {name: tried(model.get_parameter, name) for name in weights}
    for name, numbers in weights.items():
        both = numbers_of(kept.get(name)), numbers_of(own[name])
        if not all(agree(found, np.asarray(plain(numbers), float), 1e-6) for found in both):
            raise failed(
                f"{name} as load_state_dict has set it",
                "other numbers",
                "make layers once, in __init__; state_dict, load_state_dict and parameters stay "
                "those of nn.Module",
            )
    return own


def state_of(model: Any) -> dict[str, Any]:
    """The tensors that a network says it has, by name."""
    state = call(model.state_dict)
    is_own = isinstance(state, dict) and all(
        isinstance(name, str) and NAME.fullmatch(name) and hasattr(values, "detach")
        for name, values in state.items()
    )
    if not is_own:
        raise failed(
            "state_dict() as nn.Module has it: a dict of tensors",
            "something else",
            "leave state_dict as it is",
        )
    return state


def hidden_units(n: int, k: int) -> Any:
    """Values between 0 and 1, as each activation can give them, for a decoder."""
    import torch

    return torch.linspace(0.1, 0.9, n * k, device="cpu").reshape(n, k)


def autoencoder(
    answer: Callable, weights: Mapping[str, np.ndarray], x: Any, **options: Any
) -> tuple:
    """What a network with the parts `encoder` and `decoder` makes of events.

    A class that students write whole may call its layers as it likes: each part is looked through
    for its one matrix and its one bias.

    Parameters
    ----------
    answer : type
        A student's class of networks.
    weights : dict of str to ndarray
        ``"encoder.weight"``, ``"encoder.bias"``, and the same of the decoder.
    x : tensor of shape (n, d)
    **options
        What the class is called with.

    Returns
    -------
    tuple
        What the whole makes of `x`, what the encoder makes of it, what the decoder makes of
        `hidden_units`, and the gradients of the first towards `x` and towards each weight; zeros
        where none arrives.
    """
    model = call(answer, **options)
    names = places(model, weights)
    with advising("take the layers of torch"):
        own = load(model, {names[name]: values for name, values in weights.items()})
    leaf = leaf_for(own, x)
    passed(model, leaf.detach() + 1)
    result = passed(model, leaf)
    if isinstance(result, list | tuple):
        raise failed(
            "one tensor from forward",
            f"{len(result)} values",
            "forward returns xhat alone, without z",
        )
    encoder, decoder = tried(lambda: model.encoder), tried(lambda: model.decoder)
    if encoder is None or decoder is None:
        raise failed(
            "`encoder` and `decoder` as a layer of torch, or several in nn.Sequential",
            "a module of another class",
            "build the encoder of nn.Linear and a layer of the activation, and the decoder of "
            "nn.Linear",
        )
    z = passed(encoder, leaf.detach())
    n_latent = weights["encoder.bias"].size
    decoded = passed(decoder, hidden_units(len(leaf), n_latent).to(leaf))
    return result, z, decoded, *gradients(result, [leaf, *own.values()])


def places(model: Any, weights: Mapping[str, np.ndarray]) -> dict[str, str]:
    """By what names a network keeps the matrix and the bias of each of its parts.

    Raises
    ------
    CheckFailed
        If it does not have them, has more, or has them in other shapes.
    """
    state = state_of(model)
    found, shapes = {}, {}
    for name in weights:
        part, kind = name.split(".")
        own = [key for key in state if key.startswith(f"{part}.")]
        some = [key for key in own if state[key].ndim == (2 if kind == "weight" else 1)]
        if not own:
            raise failed(
                f"a part `{part}` with weights",
                "none",
                f"assign a layer, or several in nn.Sequential, to self.{part}: layers in a plain "
                "list are not seen",
            )
        if len(some) != 1:
            raise failed(
                f"one {'matrix' if kind == 'weight' else 'bias'} in the part `{part}`",
                f"{len(some)}",
                f"the part `{part}` has one nn.Linear with its bias, and nothing else with weights",
            )
        found[name], shapes[name] = some[0], tuple(state[some[0]].shape)
    wanted = {name: values.shape for name, values in weights.items()}
    if shapes != wanted:
        names = [*wanted]
        mirrored = dict(zip(names, map(wanted.get, names[2:] + names[:2]), strict=True))
        raise failed(
            f"matrices of shapes {wanted['encoder.weight']} and {wanted['decoder.weight']}",
            f"{shapes['encoder.weight']} and {shapes['decoder.weight']}",
            "encoder and decoder are exchanged: the encoder goes from the features to z"
            if shapes == mirrored
            else "the layers have fixed sizes: use n_features and n_latent, and their defaults "
            "where the caller gives none",
        )
    return found


def scheduler(answer: Callable, losses: Sequence[float], **options: Any) -> tuple[list, list]:
    """What rates a student's scheduler names after each of some losses.

    Another scheduler of the same class has seen a loss before, of which this one must not know.

    Parameters
    ----------
    answer : type
        A student's class, whose ``step(loss)`` returns a rate.
    losses : sequence of float
    **options
        What the class is called with.

    Returns
    -------
    rates, kept : list of float
        What `step` returned, and the attribute `lr` after it.
    """
    call(call(answer, **options).step, 1e-9)
    made = call(answer, **options)
    rates, kept = [], []
    for loss in losses:
        rates.append(call(made.step, loss))
        if rates[-1] is None:
            raise failed(
                f"a learning rate from step({loss:.4g})",
                "None",
                "step returns the rate in every case: the `return` line is missing, or stands in "
                "one branch only",
            )
        kept.append(tried(lambda: made.lr))
    return rates, kept


def scheduled(
    answer: Callable,
    weights: Mapping[str, np.ndarray],
    x: Any,
    rates: Sequence[float] | None = None,
    **options: Any,
) -> tuple[Any, Any, np.ndarray, np.ndarray]:
    """A training in which a function of the losses names the rates.

    Parameters
    ----------
    answer : callable
        A student's function of a network, events, a function `schedule` and options; returns
        losses and rates.
    weights, x
        As in `training`.
    rates : sequence of float, optional
        What the schedule answers, one after the other, and the last one ever after; without them
        there is no schedule.
    **options
        What the function is called with besides.

    Returns
    -------
    losses, rates : object
        As returned.
    asked : ndarray
        The losses that the schedule was asked with.
    weights : ndarray of shape (n_weights,)
        Those that the training leaves behind.
    """
    model, asked, tensors = plain_network(weights, x.dtype), [], []

    def schedule(loss: Any) -> float:
        tensors.extend([loss] if hasattr(loss, "detach") else [])
        numbers = numbers_of(loss)
        asked.append(np.nan if numbers is None or numbers.size != 1 else numbers.item())
        given = rates or []
        return given[min(len(asked), len(given)) - 1]

    takes = "the loss of a step, a number"
    misuses: list[str] = []
    more = {} if rates is None else {"schedule": handed(misuses, "schedule", takes, schedule)}
    with telling(misuses):
        result = call(answer, model, x, **more, **options)
    if tensors:
        raise failed(
            "schedule(loss) called with a number",
            "called with a tensor",
            "a tensor can carry gradients, which a schedule that keeps it would hold in memory: "
            "hand over loss.item()",
        )
    losses, used = two(result, ["losses", "rates"])
    return losses, used, np.array(asked), in_a_row(model.state_dict(), weights)


def measured(
    answer: Callable,
    weights: Mapping[str, np.ndarray],
    x: Any,
    levels: Sequence[float],
    events: Any,
    **options: Any,
) -> tuple[Any, Any, np.ndarray]:
    """A training in which a network is measured on the way.

    Parameters
    ----------
    answer : callable
        A student's function of a network, events, levels, a function `measure` of the network, and
        options; returns two arrays.
    weights, x
        As in `training`.
    levels : sequence of float
        Given to the function as an array.
    events : tensor of shape (m, d)
        The network is measured by the mean of what it makes of them.
    **options
        What the function is called with besides.

    Returns
    -------
    steps, values : object
        As returned.
    weights : ndarray of shape (n_weights,)
        Those that the training leaves behind.
    """
    model = plain_network(weights, x.dtype)

    def measure(network: Any) -> float:
        return float(plain(network(events)).mean())

    misuses: list[str] = []
    own = handed(misuses, "measure", "a network that maps (n, d) to (n, d)", measure)
    with telling(misuses):
        result = call(answer, model, x, np.array(levels, dtype=float), own, **options)
    steps, values = two(result, ["steps", "values"])
    return steps, values, in_a_row(model.state_dict(), weights)


def handed(misuses: list[str], name: str, takes: str, function: Callable) -> Callable:
    """A function that a student's function gets, and that says how it was called where it fails.

    Parameters
    ----------
    misuses : list of str
        What it says is noted here, for `telling`.
    name : str
        What the message calls it.
    takes : str
        What it may be called with.
    function : callable
    """

    def called(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except Exception:
            values = [*args, *kwargs.values()]
            shown = ", ".join(str(tried(argument, value)) for value in values) or "nothing"
            misuses.append(f"{name} was called with {shown}; it takes {takes}")
            # Its own error would be read as one of the line from which it was called.
            raise ValueError(misuses[-1]) from None

    called.__name__ = called.__qualname__ = name if name.isidentifier() else "score"
    return called


#: What a grader, who keeps the words of a check to himself, gives as the text of its errors.
KEPT = "raised by a function of the check"


@contextlib.contextmanager
def telling(misuses: Sequence[str]) -> Iterator[None]:
    """Let a failure say how a function of `handed` was called, where a grader leaves it out."""
    try:
        yield
    except CheckFailed as failure:
        got = failure.verdict.get("got", "")
        if not (misuses and KEPT in got):
            raise
        said = {"got": got.replace(KEPT, misuses[-1]), "likely": hint_of(misuses[-1], None) or ""}
        raise CheckFailed(**failure.verdict | said) from None


def in_a_row(state: Mapping[str, Any], names: Iterable[str]) -> np.ndarray:
    """The weights of a network, one after the other, in the order of some names."""
    return np.concatenate([plain(state[name]).ravel() for name in names])


def two(result: Any, names: Sequence[str]) -> list:
    """Both of two results.

    Raises
    ------
    CheckFailed
        If there are more or fewer.
    """
    refuse_single(result, names)
    found = list(itertools.islice(result, 1000)) if hasattr(result, "__iter__") else [result]
    if len(found) != 2:
        count = "one result" if len(found) == 1 else f"{len(found)} results"
        raise failed(
            f"2 results: {', '.join(names)}",
            count,
            f"return both of them together: `return {', '.join(names)}`",
        )
    return found


def with_gradients(answer: Callable, *arguments: Any, leading: int = 1, **options: Any) -> tuple:
    """What a function of tensors returns, and how that hangs on the first of its arguments.

    Parameters
    ----------
    answer : callable
        A student's function.
    *arguments
        What it is called with; the leading ones are float tensors.
    leading : int
        Of how many arguments the gradients are asked for.
    **options
        What the function is called with besides.

    Returns
    -------
    tuple
        The result, and the gradients of the sum of its values, each times a fixed number, towards
        each of the leading arguments; zeros where none arrives.
    """
    leaves = [tensor.detach().clone().requires_grad_() for tensor in arguments[:leading]]
    result = call(answer, *leaves, *arguments[leading:], **options)
    return result, *gradients(result, leaves)


def cloud_network(
    answer: Callable, weights: Mapping[str, np.ndarray], x: Any, eps: Any = None, **options: Any
) -> tuple:
    """The three results of a network that is called with events and noise, and their gradients.

    Parameters
    ----------
    answer : type
        A student's class of networks.
    weights : dict of str to ndarray
        By the names of its `state_dict`.
    x : tensor of shape (n, d)
    eps : tensor of shape (n, k), optional
        The noise; left out of the call where it is None.
    **options
        What the class is called with.

    Returns
    -------
    tuple
        The three results, and for each its gradients towards `x` and each weight, weighed.
    """
    model = call(answer, **options)
    state = state_of(model)
    called = own_names(state, weights)
    weights = {called[name]: numbers for name, numbers in weights.items()}
    for name, numbers in weights.items():
        if name not in state or tuple(state[name].shape) != numbers.shape:
            got = f"one of shape {tuple(state[name].shape)}" if name in state else "none"
            raise failed(
                shape_words(f"a weight {name}", numbers.shape),
                got,
                "make the layers that the text asks for, under these names and in this order",
            )
    own = load(model, weights)
    leaf = leaf_for(own, x)
    noise = () if eps is None else (eps.to(leaf),)
    names = ["xhat", "mu", "logvar"]
    wanted = f"{len(names)} results: {', '.join(names)}"
    results = []
    # One that keeps its first answer is found out by the second, one that draws by the third.
    for events in (leaf.detach() + 1, leaf.detach(), leaf):
        try:
            found = call(model, events, *noise)
        except CheckFailed as failure:
            if "numpy()" in failure.verdict.get("got", ""):
                raise CheckFailed(**failure.verdict | {"likely": CUT}) from None
            raise
        refuse_single(found, names)
        if not isinstance(found, list | tuple) or len(found) != len(names):
            got = f"{len(found)} results" if isinstance(found, list | tuple) else "one result"
            raise failed(wanted, got, f"return them together: `return {', '.join(names)}`")
        results.append(found)
    for name, first, second in zip(names, *results[1:], strict=True):
        one, other = numbers_of(first), numbers_of(second)
        if one is not None and other is not None and not agree(one, other, 1e-4):
            raise failed(
                f"the same {name} for the same events and the same noise",
                "other numbers in a second call",
                "forward draws noise of its own: use eps, and none where it is None",
            )
    if eps is None:
        refuse_idle_parts(model, leaf.detach(), results[1])
    towards = [leaf, *own.values()]
    return *results[-1], *(weighed_gradients(found, towards) for found in results[-1])


def refuse_idle_parts(model: Any, x: Any, results: Sequence[Any]) -> None:
    """Fail where the parts of a network, called by themselves, give something else than the whole.

    Parameters
    ----------
    model : nn.Module
        With the parts `encoder`, `mu` and `decoder`.
    x : tensor
        Events.
    results : sequence of tensor
        What the whole makes of them without noise: reconstructions, and the centres of the clouds.

    Raises
    ------
    CheckFailed
    """
    xhat, mu = results[:2]
    centres = tried(lambda: model.mu(model.encoder(x)))
    rebuilt = tried(lambda: model.decoder(mu.detach()))
    for says, found, whole, likely in (
        (
            "mu(encoder(x)) gives the mu that forward returns",
            centres,
            mu,
            "forward calls self.encoder and the head self.mu themselves, and nothing follows them",
        ),
        (
            "decoder(mu) gives the xhat that forward returns without noise",
            rebuilt,
            xhat,
            "without noise forward decodes mu; it calls self.decoder itself, an nn.Sequential of "
            "the layers that the text lists, and nothing follows it",
        ),
    ):
        numbers, wanted = numbers_of(found), numbers_of(whole)
        if wanted is not None and (numbers is None or not agree(numbers, wanted, 1e-4)):
            got = "a part that cannot be called" if numbers is None else "other numbers"
            raise failed(says, got, likely)


def weighed_gradients(result: Any, towards: Iterable[Any]) -> np.ndarray:
    """Gradients of a result in few numbers: for each tensor their sum, each times a fixed number.

    Parameters
    ----------
    result : object
    towards : iterable of tensor

    Returns
    -------
    ndarray
        One number for each tensor; 0 where no gradient arrives.
    """
    rng = np.random.default_rng(18)
    slopes = [np.asarray(plain(part), float) for part in gradients(result, towards)]
    return np.array([np.sum(rng.normal(size=slope.shape) * slope) for slope in slopes])


#: What a message says where optional arguments are left out, and the answer does not bear it.
LEFT_OUT = (
    "start, n_latent and hidden are not given here: without start the network keeps the weights "
    "that it is made with, and the sizes are those that stand in the line with def"
)


def started_training(
    answer: Callable,
    weights: Mapping[str, np.ndarray],
    train: tuple,
    valid: tuple,
    seed: int,
    is_fresh: bool = False,
    **options: Any,
) -> tuple[Any, np.ndarray]:
    """What a function that makes and trains a network returns beside it, and the trained weights.

    Parameters
    ----------
    answer : callable
        A student's function of two samples, a generator and options, which returns a network and
        one result.
    weights : dict of str to ndarray
        With which the training starts, by the names of the network's `state_dict`.
    train, valid : tuple of tensors
    seed : int
        Of the generator.
    is_fresh : bool
        Whether the network starts from weights of its own: those given say the shapes only.
    **options
        What the function is called with besides.

    Returns
    -------
    result : object
    weights : ndarray of shape (n_weights,)
        One weight after the other.
    """
    import torch

    dtype, names = train[0].dtype, ["model", "history"]

    def trained(weights: Mapping[str, np.ndarray]) -> Any:
        start = {
            name: torch.as_tensor(values, dtype=dtype, device="cpu")
            for name, values in weights.items()
        }
        given = {} if is_fresh else {"start": start}
        return call(answer, train, valid, np.random.default_rng(seed), **given, **options)

    try:
        found = trained(weights)
    except CheckFailed as failure:
        if is_fresh and failure.verdict["kind"] == "stops":
            raise CheckFailed(**failure.verdict | {"likely": LEFT_OUT}) from None
        # A network whose layers have names of their own tells them where it starts by itself.
        more = {**options, "epochs": 1}
        fresh = tried(lambda: answer(train, valid, np.random.default_rng(seed), **more)[0])
        own = own_names(tried(lambda: list(fresh.state_dict())) or [], weights)
        if all(name == other for name, other in own.items()):
            raise
        weights = {own[name]: values for name, values in weights.items()}
        found = trained(weights)
    wanted = f"{len(names)} results: {', '.join(names)}"
    refuse_single(found, names)
    if not isinstance(found, list | tuple) or len(found) != len(names):
        raise failed(wanted, "another number of results", f"`return {', '.join(names)}`")
    model, result = found
    if not hasattr(model, "state_dict"):
        raise failed(
            "the trained network as first result",
            "a value that is no network",
            f"return them in this order: `return {', '.join(names)}`",
        )
    state = state_of(model)
    own = own_names(state, weights)
    weights = {own[name]: values for name, values in weights.items()}
    missing = [name for name in weights if name not in state]
    if missing:
        raise failed(
            f"a network with a weight {missing[0]}, as VAE has it",
            "one without it",
            "the network is made by VAE, with the sizes that are given",
        )
    for name, values in weights.items() if is_fresh else ():
        if tuple(state[name].shape) != values.shape:
            got = f"one of shape {tuple(state[name].shape)}"
            raise failed(shape_words(f"a weight {name}", values.shape), got, LEFT_OUT)
    return result, in_a_row(state, weights)


def generated(
    answer: Callable,
    weights: Mapping[str, np.ndarray],
    n_latent: int,
    n: int,
    above: float,
    seed: int,
    **options: Any,
) -> Any:
    """What a function generates with a decoder and a condition: a first value above a limit.

    Parameters
    ----------
    answer : callable
        A student's function of a decoder, two numbers, a condition, a generator and options.
    weights : dict of str to ndarray
        Those of the decoder, see `plain_network`.
    n_latent, n : int
    above : float
        The limit.
    seed : int
        Of the generator.
    **options
        What the function is called with besides.
    """
    import torch

    decoder = plain_network(weights, torch.float32)

    def keep(x: Any) -> Any:
        return torch.as_tensor(plain(x))[:, 0] > above

    misuses: list[str] = []
    own = handed(misuses, "keep", "all events of a batch at once, of shape (size, d)", keep)
    with telling(misuses):
        return call(answer, decoder, n_latent, n, own, np.random.default_rng(seed), **options)


def streamed(answer: Callable, pieces: Sequence[np.ndarray], *arguments: Any) -> Any:
    """What a function makes of arrays that come one after the other, once.

    Parameters
    ----------
    answer : callable
        A student's function of an iterator and further arguments.
    pieces : sequence of ndarray
    *arguments
        What it is called with besides.

    Raises
    ------
    CheckFailed
        Also if one of the arrays has changed.
    """
    own = [piece.copy() for piece in pieces]
    result = call(answer, iter(own), *arguments)
    for number, (piece, before) in enumerate(zip(own, pieces, strict=True), 1):
        if piece.tobytes() != before.tobytes():
            raise failed(
                "arrays that are left as they are",
                f"other values in array {number} after the call",
                "an operation in place, such as `X -= m` or `X[...] = v`: start from a copy",
            )
    return result


def differentiated(answer: Callable, *tensors: Any, **options: Any) -> tuple:
    """The same as `with_gradients`, of a function whose arguments are tensors all of them."""
    return with_gradients(answer, *tensors, leading=len(tensors), **options)


def game(
    answer: Callable,
    generator: Mapping[str, np.ndarray],
    discriminator: Mapping[str, np.ndarray],
    real: Any,
    noise: Any,
    **options: Any,
) -> tuple:
    """What a function returns that trains two networks against each other, and their weights then.

    Parameters
    ----------
    answer : callable
        A student's function of generator, discriminator, real events, noise and options.
    generator, discriminator : dict of str to ndarray
        Weights at the start, from which `players` makes the networks.
    real : tensor of shape (n_steps, batch, d)
    noise : tensor of shape (n_steps, 2, batch, latent)
    **options
        What the function is called with besides.

    Returns
    -------
    d_losses, g_losses : object
        The two results.
    d_weights, g_weights : ndarray
        One weight after the other.
    """
    networks = players(generator, discriminator, real.dtype)
    result = call(answer, *networks, real, noise, **options)
    refuse_single(result, ["d_losses", "g_losses"])
    losses = tried(lambda: list(itertools.islice(result, 3))) or []
    if len(losses) != 2:
        raise failed(
            "2 results: d_losses, g_losses",
            f"{len(losses)} results or more" if losses else kind_of(result),
            "return the two lists: `return d_losses, g_losses`",
        )
    states = [network.state_dict() for network in networks]
    after = [in_a_row(state, state) for state in states]
    return *losses, after[1], after[0]


def players(
    generator: Mapping[str, np.ndarray], discriminator: Mapping[str, np.ndarray], dtype: Any
) -> tuple[Any, Any]:
    """A generator, and a discriminator that answers with one probability for each event."""
    from torch import nn

    judge = plain_network(discriminator, dtype)
    return plain_network(generator, dtype), nn.Sequential(judge, nn.Sigmoid(), nn.Flatten(0, -1))


#: What a message advises where students make the layers themselves.
AS_LISTED = "make the layers in __init__ once, with the names, order and sizes that the text lists"


def own_network(answer: Callable, weights: Mapping[str, np.ndarray], x: Any, **options: Any) -> Any:
    """The same as `network`, of a class whose layers students have made, not the notebook.

    Parameters and results are those of `network`; what a message advises differs.
    """
    with advising(AS_LISTED):
        return network(answer, weights, x, **options)


#: The layers of a convolutional autoencoder, as the text lists them.
LAYERS = {
    "encoder": ("Conv2d", "ReLU", "Conv2d", "ReLU", "Flatten", "Linear"),
    "decoder": ("Linear", "ReLU", "Unflatten", "ConvTranspose2d", "ReLU", "ConvTranspose2d"),
}


def conv_network(
    answer: Callable, weights: Mapping[str, np.ndarray], x: Any, **options: Any
) -> tuple:
    """The same as `own_network`, and which layers stand in the parts `encoder` and `decoder`.

    Parameters
    ----------
    answer : type
        A student's class of networks.
    weights, x, **options
        As in `network`.

    Returns
    -------
    tuple
        What `network` gives, and for each layer of `LAYERS` 1 if it stands in its place, else 0.
    """
    drawing = tried(repr, call(answer, **options))
    flags = [flag for part, names in LAYERS.items() for flag in in_place(drawing, part, names)]
    return *own_network(answer, weights, x, **options), np.array(flags, dtype=float)


def in_place(drawing: Any, part: str, names: Sequence[str]) -> list[bool]:
    """Which layers of a part of a network have these names, by what torch prints of the network.

    A part of which nothing is printed passes: what a student's class prints is its own affair.

    Raises
    ------
    CheckFailed
        If the part is a list of layers, which cannot be called.
    """
    lines = drawing.splitlines() if isinstance(drawing, str) else []
    starts = [number for number, line in enumerate(lines) if line.startswith(f"  ({part}): ")]
    if not starts:
        return [True for _ in names]
    if re.search(r": Module(List|Dict)\(", lines[starts[0]]):
        raise failed(
            f"`{part}` as nn.Sequential of its layers",
            "nn.ModuleList or nn.ModuleDict",
            f"write self.{part} = nn.Sequential(…) with all layers that the text lists; their "
            "values go through them one after the other when it is called",
        )
    inside = itertools.takewhile(lambda line: line.startswith("    "), lines[starts[0] + 1 :])
    found = [
        kind for line in inside for kind in re.findall(r"^ {4}\(\w+\): (?:Lazy)?(\w+)\(", line)
    ]
    return [found[number : number + 1] == [name] for number, name in enumerate(names)]


def precise_training(
    answer: Callable, weights: Mapping[str, np.ndarray], x: Any, **options: Any
) -> tuple[Any, np.ndarray]:
    """The same as `training`, of a function that leaves a network in its own precision.

    Raises
    ------
    CheckFailed
        Also if the weights are in another precision afterwards, or have been rounded to it.
    """
    result, model = after_training(answer, weights, x, **options)
    state = state_of(model)
    if any(values.dtype != x.dtype for values in state.values()):
        raise failed(
            f"weights of type {x.dtype}, as they were before the training",
            "weights of another type",
            "model.float() and model.double() change the model itself: train it as it is",
        )
    end = in_a_row(state, weights)
    if x.dtype.itemsize == 8 and np.array_equal(end, end.astype(np.float32)):
        raise failed(
            "a training in double precision, like the model",
            "weights that are rounded to single precision",
            "model.float() rounds the weights: train the model as it is",
        )
    return result, end


def contamination(
    answer: Callable,
    seed: int,
    normal: np.ndarray,
    anomalous: np.ndarray,
    test: tuple[np.ndarray, np.ndarray],
    fractions: Sequence[float],
    n_starts: int,
) -> tuple[Any, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What a function finds that trains a detector on samples with more and more anomalies.

    The detector is made here: its score is a squared distance from the mean of its training
    sample, in which features weigh more or less by the number of the start.

    Parameters
    ----------
    answer : callable
        A student's function of a training, normal and anomalous events, test events of both kinds,
        fractions, how many starts, and a generator.
    seed : int
        Of the generator.
    normal, anomalous : ndarrays of shapes (n, d) and (m, d)
    test : pair of ndarrays
    fractions : sequence of float
    n_starts : int

    Returns
    -------
    aucs : object
    samples : ndarray of shape (n_trainings, 4)
        For each training, sorted: the start, events, different ones among them, and anomalies.
    early : ndarray of shape (n_trainings,)
        Which fraction of the first half of each sample are anomalies, in the same order.
    groups : ndarray of shape (n_trainings,)
        In how many groups the anomalies of each sample stand, with normal events in between.
    later : ndarray of shape (n_trainings,)
        How many events of each sample do not belong to the first ones of their kind.

    Raises
    ------
    CheckFailed
        Also if the order of the events does not follow the generator.
    """

    def events(x: np.ndarray) -> list[tuple]:
        """Events as they are in single precision, which a training may ask for."""
        return [tuple(row) for row in x.astype(np.float32).tolist()]

    usual, odd = events(normal), events(anomalous)
    known = set(odd)
    found: list[tuple] = []
    samples: list[list] = []

    def fit(x: Any, start: int) -> Callable[[Any], np.ndarray]:
        rows = numbers_of(x)
        if rows is None or rows.ndim != 2 or rows.shape[1] != normal.shape[1] or not len(rows):
            raise ValueError("no sample of shape (n, d)")
        own = events(rows)
        is_known = np.array([event in known for event in own])
        different = len(set(own))
        early, k = is_known[: len(rows) // 2].mean(), is_known.sum()
        groups = np.sum(np.diff(is_known, prepend=False) & is_known)
        first = {*usual[: max(len(rows) - k, 0)], *odd[:k]}
        later = sum(event not in first for event in own)
        samples.append(own)
        found.append((float(start), len(rows), different, k, early, groups, later))
        mean = rows.mean(axis=0)
        weights = 1 + np.cos(np.arange(rows.shape[1]) + float(start))

        def score(x: Any) -> np.ndarray:
            return ((np.asarray(numbers_of(x)) - mean) ** 2) @ weights

        name = "the function that fit returned"
        return handed(misuses, name, "jets of one kind, of shape (l, d)", score)

    misuses: list[str] = []
    own_fit = handed(misuses, "fit", "a sample of shape (n, d), and the number of a start", fit)

    def ordered(seed: int) -> tuple[Any, list, list]:
        """What the answer gives with a generator; its trainings, and their samples in order."""
        found.clear()
        samples.clear()
        rng = np.random.default_rng(seed)
        with telling(misuses):
            aucs = call(answer, own_fit, normal, anomalous, test, fractions, n_starts, rng)
        return aucs, sorted(found), list(samples)

    aucs, rows, drawn_once = ordered(seed)
    *_, again = ordered(seed)
    *_, other = ordered(seed + 1)
    # Two orders of few events can be equal by chance.
    if drawn_once and (again != drawn_once or (len(normal) > 9 and other == drawn_once)):
        raise failed(
            "an order of the jets in a sample that is drawn with rng",
            "the same order with another rng"
            if again == drawn_once
            else "another order with the same rng",
            "the jets of a sample are not mixed, or not with rng: draw their order with rng, for "
            "example by rng.permutation",
        )
    table = np.array(rows, dtype=float).reshape(-1, 7)
    return aucs, table[:, :4], *table[:, 4:].T


def walking(
    answer: Callable, weights: Mapping[str, np.ndarray], x: Any, seed: int, **options: Any
) -> Any:
    """Where a function moves walkers in a smooth energy, with noise of a generator.

    Positions that carry gradients, or are of another type than those that come in, are refused,
    and so are gradients that are left in the weights of the energy.

    Parameters
    ----------
    answer : callable
        A student's function of an energy, walkers, options and a generator ``rng``.
    weights : dict of str to ndarray
        Of the energy, a network of two layers with a tanh in between: ``"0.weight"``, ``"0.bias"``,
        ``"2.weight"`` and ``"2.bias"``.
    x : tensor of shape (n, d)
    seed : int
    **options
        What the function is called with besides.
    """
    from torch import nn

    parts = [
        {kind: weights[f"{number}.{kind}"] for kind in ("weight", "bias")} for number in (0, 2)
    ]
    first, last = (plain_network(part, x.dtype) for part in parts)
    energy = nn.Sequential(first, nn.Tanh(), last, nn.Flatten(0))
    end = call(answer, energy, x, rng=np.random.default_rng(seed), **options)
    if any(weight.grad is not None for weight in energy.parameters()):
        raise failed(
            "an energy whose weights hold no gradients after the walk",
            "gradients in its weights",
            "backward() leaves gradients in the weights of the energy as well: take the gradient "
            "by torch.autograd.grad, as the text says",
        )
    if getattr(end, "requires_grad", False):
        raise failed(
            "positions without gradients",
            "positions that carry gradients",
            "detach() what is returned, or a training would go back through the whole walk",
        )
    if hasattr(end, "detach") and end.dtype != x.dtype:
        raise failed(
            f"positions of type {x.dtype}, like those that come in",
            f"positions of type {end.dtype}",
            "random numbers of numpy are double: give them the type of x before they are added",
        )
    return end


def seeded_training(
    answer: Callable, weights: Mapping[str, np.ndarray], x: Any, seed: int, **options: Any
) -> tuple[Any, np.ndarray]:
    """The same as `training`, of a function that draws from a generator ``rng`` with this seed."""
    return training(answer, weights, x, rng=np.random.default_rng(seed), **options)
