"""Gradients between two processes: values cross, and for the rest the other end is asked.

Whether a tensor carries gradients crosses as a flag, and a flag proves nothing. So the end that
made a result keeps it for a while (`Graphs`), and the end that received it ties it to the tensors
that it was made of (`tied`): ``backward`` there asks the first end for a product with the Jacobian.
"""

import functools
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from grading.engine.changes import arrays_of
from grading.engine.wire import DEPTH, is_tensor, networks

if TYPE_CHECKING:
    import torch

#: Results whose gradients may still be asked for; those before them are forgotten.
MOST_GRAPHS = 1000
#: In a trace the mark of a tensor that was computed; any other one is its number.
COMPUTED = -1


class Graphs:
    """Results of calls, with what they were made of."""

    def __init__(self) -> None:
        self.kept, self.calls = OrderedDict(), 0

    def keep(self, outputs: "Sequence[torch.Tensor]", inputs: "Sequence[torch.Tensor]") -> int:
        """The number under which gradients can be asked for."""
        self.calls += 1
        self.kept[self.calls] = outputs, inputs
        while len(self.kept) > MOST_GRAPHS:
            self.kept.popitem(last=False)
        return self.calls

    def product(
        self, number: int, gradients: Sequence, more: "Sequence[torch.Tensor]" = ()
    ) -> "list[torch.Tensor | None]":
        """Gradients with respect to what a call was given, from those of its results.

        Parameters
        ----------
        number : int
            Of the call.
        gradients : sequence of (tensor or None)
            One for each of its results.
        more : sequence of tensor
            What else its results may hang on.
        """
        import torch

        outputs, inputs = self.kept[number]
        inputs = [*inputs, *more]
        pairs = [(o, g) for o, g in zip(outputs, gradients, strict=True) if g is not None]
        wanted = [tensor for tensor in inputs if tensor.requires_grad]
        if not pairs or not wanted:
            return [None] * len(inputs)
        # Of one number, since torch imports much to compute the gradients of tensors.
        with torch.enable_grad():
            total = sum((output * gradient).sum() for output, gradient in pairs)
        found = iter(torch.autograd.grad(total, wanted, retain_graph=True, allow_unused=True))
        return [next(found) if tensor.requires_grad else None for tensor in inputs]


class Traces:
    """How results that were given away hang on arguments and on tensors of this process' own.

    Its own are those that it did not compute, such as weights; they are known by numbers.
    """

    def __init__(self) -> None:
        self.graphs, self.own = Graphs(), []

    def trace(self, result: Any, given: Iterable = ()) -> list:
        """What has to come with a result, so that `Link.tied` can use it."""
        tensors, inputs = carriers(result), tensors_in(leaves(list(given)))
        known = {id(tensor) for tensor in inputs}
        marks = [
            self.number(tensor) if tensor.is_leaf and id(tensor) not in known else COMPUTED
            for tensor in tensors
        ]
        outputs = [t for t, mark in zip(tensors, marks, strict=True) if mark == COMPUTED]
        return [self.graphs.keep(outputs, inputs) if outputs else 0, marks]

    def number(self, tensor: "torch.Tensor") -> int:
        """By what an own tensor is known."""
        places = [place for place, known in enumerate(self.own) if known is tensor]
        if not places:
            self.own.append(tensor)
        return places[0] if places else len(self.own) - 1

    def product(self, number: int, gradients: Sequence, own: Sequence[int]) -> list:
        """As `Graphs.product`, with own tensors behind what the call was given."""
        return self.graphs.product(number, gradients, [self.own[place] for place in own])


@functools.cache
def product_class() -> "type[torch.autograd.Function]":
    """What ties results to the tensors that they were made of elsewhere.

    It is defined where it is first needed, since most notebooks do without torch.
    """
    import torch

    class Product(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, ask: Any, n_results: int, *tensors: Any) -> tuple:
            ctx.ask, ctx.n_results = ask, n_results
            ctx.set_materialize_grads(False)
            return tuple(tensor.clone() for tensor in tensors[:n_results])

        @staticmethod
        @torch.autograd.function.once_differentiable
        def backward(ctx: Any, *gradients: Any) -> tuple:
            return None, None, *[None] * ctx.n_results, *ctx.ask(list(gradients))

    return Product


def tied(
    result: Any, outputs: "Sequence[torch.Tensor]", inputs: "Sequence[torch.Tensor]", ask: Callable
) -> Any:
    """A result through which gradients flow to the inputs.

    Parameters
    ----------
    result : object
    outputs : sequence of tensor
        Those of its tensors that carry gradients at the other end.
    inputs : sequence of tensor
    ask : callable
        From gradients of the outputs to those of the inputs, None where there are none.
    """
    plain = [tensor.detach() for tensor in outputs]
    new = product_class().apply(ask, len(plain), *plain, *inputs)
    return exchanged(result, dict(zip(map(id, outputs), new, strict=True)))


def leaves(value: Any, depth: int = 0) -> list:
    """What lists, tuples and dicts hold, in order, down to where a value can still cross."""
    if isinstance(value, dict):
        value = [*dict.values(value)]
    if not isinstance(value, list | tuple) or depth > DEPTH:
        return [value]
    # As they are, whatever a subclass says when it is iterated.
    items = list.__iter__(value) if isinstance(value, list) else tuple.__iter__(value)
    return [leaf for part in items for leaf in leaves(part, depth + 1)]


def exchanged(value: Any, others: dict[int, Any]) -> Any:
    """The same value with other parts in the place of some, which are known by their `id`."""
    if id(value) in others:
        return others[id(value)]
    if isinstance(value, dict):
        return {key: exchanged(part, others) for key, part in value.items()}
    if type(value) in (list, tuple):
        return type(value)(exchanged(part, others) for part in value)
    return value


def carriers(result: Any) -> "list[torch.Tensor]":
    """The tensors of a result that carry gradients."""
    return [part for part in leaves(result) if is_tensor(part) and part.requires_grad]


def tensors_in(parts: Iterable) -> "list[torch.Tensor]":
    """All tensors among some values and in their networks of plain layers."""
    found = []
    for part in parts:
        if is_tensor(part):
            found.append(part)
        elif isinstance(part, networks()) and arrays_of(part):
            found += part.parameters()
    return found
