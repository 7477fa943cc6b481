"""What stands in a fork of a student's process for functions and classes of the reference.

Two processes have a `Peer` each, connected by a socket. Whoever calls a proxy asks the other peer,
and only values cross. Gradients do so as well: where a result depends on tensors that require
them, ``backward`` asks the other peer for the product. What cannot cross, such as a function that
is given as an argument, stays where it is, and the other side gets a proxy of it: while a peer
waits for its answer it serves what the other one asks.

Neither peer believes what comes: values obey the limits of `wire`, names that begin with
an underscore are refused, and of an error only its kind and its words cross.
"""

import builtins
import contextlib
import copy
import functools
import inspect
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from grading.engine.calls import call
from grading.engine.changes import repeat
from grading.engine.gradients import Graphs, carriers, exchanged, leaves, tensors_in, tied
from grading.engine.protocol import (
    AskAttribute,
    AskKind,
    AskProduct,
    CallProxied,
    Given,
    NotGiven,
    Packet,
    SetAttribute,
    hear,
)
from grading.engine.wire import Handle, WireError, networks, pack

if TYPE_CHECKING:
    import torch

#: Letters of an error's text that cross.
LONGEST_TEXT = 300
#: Whoever writes a class into a notebook writes it into this module.
NOTEBOOK = "__main__"


class Peer:
    """One of two ends: asks for values, and gives them while it waits.

    Parameters
    ----------
    channel : socket
    names : dict of str to object
        What the other end may ask for by name.
    noted : callable
        Called with each of these names when the other end calls it.
    """

    def __init__(
        self,
        channel: Any,
        names: Mapping[str, object] = MappingProxyType({}),
        noted: Callable[[str], object] = lambda name: None,
    ) -> None:
        self.channel, self.names, self.noted = channel, dict(names), noted
        self.objects, self.graphs = [], Graphs()
        self.turn = threading.RLock()

    # --- Asking ------------------------------------------------------------------------------

    def ask(self, question: Packet) -> list:
        """The other end's answer to a question, as a list of values."""
        packed = pack(question.parts(), self.keep)
        with self.turn:
            try:
                self.channel.sendall(packed)
                while not isinstance(message := self.receive(), Given | NotGiven):
                    self.answer(message)
            except (EOFError, OSError, WireError):
                self.channel.close()
                raise RuntimeError("nobody answers at the other end") from None
        if isinstance(message, NotGiven):
            raise error_like(message.kind, message.says)
        return message.values

    def receive(self) -> Packet:
        """The next message: a question or an answer."""
        return hear(self.channel, *ANSWERS, Given, NotGiven)

    def call(
        self,
        subject: str | Handle,
        method: str,
        networks: Iterable[Any],
        args: Sequence,
        kwargs: dict,
        noted: bool = True,
    ) -> Any:
        """Call something of the other end's, as if it were called here.

        Parameters
        ----------
        subject : str or Handle
        method : str
            Name of its method, empty where it is itself called.
        networks : iterable of nn.Module
            Those of the other end's whose parameters live here and play a part.
        args : sequence
        kwargs : dict
        noted : bool
            Whether the other end is to note the call of a name.

        Returns
        -------
        object
        """
        own = [[network._handle, dict(network.named_parameters())] for network in networks]
        given = leaves([[parameters for _, parameters in own], args, kwargs])
        question = CallProxied(subject, method, own, list(args), kwargs, noted)
        result, changed, drawn, number = self.ask(question)
        repeat(given, changed)
        for generator, after in zip(generators_in(given), drawn, strict=True):
            generator.bit_generator.state = after.bit_generator.state
        return self.with_gradients(self.found(result), number, tensors_in(given))

    def with_gradients(self, result: Any, number: int, inputs: Sequence) -> Any:
        """A result through which gradients flow to the inputs where they did at the other end."""
        outputs = carriers(result)
        if not outputs or not any(tensor.requires_grad for tensor in inputs):
            return result
        return tied(result, outputs, inputs, lambda given: self.ask(AskProduct(number, given))[0])

    def found(self, value: Any) -> Any:
        """A value that came, with proxies for what stayed at the other end."""
        if isinstance(value, Handle) and value.number < 0:
            return self.objects[-1 - value.number]
        if isinstance(value, Handle):
            kind, *details = self.ask(AskKind(value))
            kind_of = network_class() if kind == "network" else Proxy
            return kind_of(self, value, *details)
        if type(value) in (list, tuple):
            return type(value)(map(self.found, value))
        if type(value) is dict:
            return {key: self.found(part) for key, part in value.items()}
        return value

    def keep(self, value: Any) -> int:
        """The number of a handle for what does not cross; one below 0 is the receiver's own."""
        is_theirs = is_proxy(value) and value._peer is self
        if is_theirs and isinstance(value._handle, Handle):
            return -1 - value._handle.number
        self.objects.append(value)
        return len(self.objects) - 1

    # --- Answering ---------------------------------------------------------------------------

    def serve(self) -> None:
        """Answer until the other end is gone, or breaks the rules."""
        with contextlib.suppress(EOFError, OSError, WireError):
            while not isinstance(message := self.receive(), Given | NotGiven):
                self.answer(message)

    def answer(self, question: Packet) -> None:
        """Answer one question; whatever goes wrong with it is an answer, too."""
        try:
            values = ANSWERS[type(question)](self, question)
            reply = pack(Given(list(values)).parts(), self.keep)
        except BaseException as error:
            reply = pack(NotGiven(*words_of(error)).parts())
        self.channel.sendall(reply)

    def answer_call(self, asked: CallProxied) -> Sequence:
        """Result, changes, generators as they are afterwards, number for `answer_product`."""
        subject, method = self.subject(asked.subject), asked.method
        args, kwargs = self.found(asked.args), self.found(asked.kwargs)
        if asked.noted and isinstance(asked.subject, str):
            self.noted(asked.subject)
        copies, parameters = {}, []
        for handle, values in asked.networks:
            network = self.subject(handle)
            copies[id(network)], bound = with_parameters(network, values)
            parameters.append(bound)
        subject, args, kwargs = exchanged([subject, args, kwargs], copies)
        given = leaves([parameters, args, kwargs])
        function = notebooks_own(subject, method) if method else subject
        result, changed = call(function, args, kwargs, given)
        number = self.graphs.keep(carriers(result), tensors_in(given))
        return result, changed, generators_in(given), number

    def answer_product(self, asked: AskProduct) -> Sequence:
        """Gradients with respect to what a call was given, from those of its results."""
        return [self.graphs.product(asked.call, asked.gradients)]

    def answer_kind(self, asked: AskKind) -> Sequence:
        """What kind of a thing something is, and the parts of a network."""
        subject = self.subject(asked.subject)
        if inspect.isclass(subject):
            return ["network class" if issubclass(subject, networks()) else "class"]
        if isinstance(subject, networks()):
            parameters = dict(subject.named_parameters(recurse=False))
            return ["network", dict(subject.named_children()), parameters]
        return ["object"]

    def answer_attribute(self, asked: AskAttribute) -> Sequence:
        """The value of an attribute, or that it is a method."""
        value = notebooks_own(self.subject(asked.subject), asked.name)
        return ["method", None] if inspect.ismethod(value) else ["value", value]

    def answer_set(self, asked: SetAttribute) -> Sequence:
        """Nothing, once an attribute has its new value."""
        subject = self.subject(asked.subject)
        notebooks_own(subject, asked.name)
        vars(subject)[asked.name] = self.found(asked.value)
        return []

    def subject(self, said: Any) -> Any:
        """What a name or a handle means here."""
        return self.names[said] if isinstance(said, str) else self.objects[said.number]


ANSWERS: dict[type[Packet], Callable[[Peer, Any], Sequence]] = {
    CallProxied: Peer.answer_call,
    AskProduct: Peer.answer_product,
    AskKind: Peer.answer_kind,
    AskAttribute: Peer.answer_attribute,
    SetAttribute: Peer.answer_set,
}


class Proxy:
    """A function or an object of the other end's."""

    def __init__(self, peer: Peer, handle: str | Handle) -> None:
        vars(self).update(_peer=peer, _handle=handle)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return called(self, "", args, kwargs)

    def __getattr__(self, name: str) -> Any:
        return attribute(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        self._peer.ask(SetAttribute(self._handle, name, value))


@functools.cache
def network_class() -> type:
    """A network of the other end's: its parameters live here, and go there with every call.

    The class is defined where it is first needed, since most notebooks do without torch.
    """
    import torch

    class Network(torch.nn.Module):
        def __init__(self, peer: Peer, handle: Handle, children: dict, parameters: dict) -> None:
            super().__init__()
            vars(self).update(_peer=peer, _handle=handle)
            # Registering them would first ask whether the other end has attributes of these names.
            for name, child in children.items():
                self._modules[name] = peer.found(child)
            for name, values in parameters.items():
                self._parameters[name] = torch.nn.Parameter(values.detach())

        def forward(self, *args: Any, **kwargs: Any) -> Any:
            return called(self, "", args, kwargs)

        def __getattr__(self, name: str) -> Any:
            try:
                return super().__getattr__(name)
            except AttributeError:
                return attribute(self, name)

    return Network


def put_in(namespace: dict, names: Sequence[str], channel: Any) -> None:
    """Let names of a namespace stand for the reference at the other end of a socket.

    Parameters
    ----------
    namespace : dict
        The student's; other names in it for the same functions are replaced, too.
    names : list of str
    channel : socket
    """
    peer, new = Peer(channel), {}
    for name in names:
        (kind,) = peer.ask(AskKind(name))
        new[name] = class_like(peer, name, kind) if kind.endswith("class") else Proxy(peer, name)
    old = {id(namespace[name]): new[name] for name in names if callable(namespace.get(name))}
    namespace.update({name: old[id(v)] for name, v in namespace.items() if id(v) in old} | new)


def class_like(peer: Peer, name: str, kind: str) -> type:
    """A class whose instances live at the other end."""
    constructor = Proxy(peer, name)

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        vars(self).update(vars(constructor(*args, **kwargs)))

    base = network_class() if kind == "network class" else Proxy
    return type(name, (base,), {"__init__": __init__})


def called(proxy: Any, method: str, args: Sequence, kwargs: dict, noted: bool = True) -> Any:
    """Call something of the other end's, with all networks of that end among what it is given."""
    parts = [part for part in leaves([proxy, args, kwargs]) if isinstance(part, networks())]
    theirs = {id(part): part for part in parts if is_proxy(part)}
    return proxy._peer.call(proxy._handle, method, [*theirs.values()], args, kwargs, noted)


def is_proxy(value: Any) -> bool:
    """Whether a value stands for something of another end's."""
    return isinstance(value, Proxy) or (
        isinstance(value, networks()) and isinstance(value, network_class())
    )


def for_a_check(subject: Any) -> Any:
    """The same, but where it is a function's proxy without a note that it was called.

    What counts is whether the student's own code calls it, not whether the check looks at it.
    """
    if not isinstance(subject, Proxy) or not isinstance(subject._handle, str):
        return subject
    return lambda *args, **kwargs: called(subject, "", args, kwargs, noted=False)


def attribute(proxy: Any, name: str) -> Any:
    """An attribute of something of the other end's; a method of it is called there."""
    kind, value = proxy._peer.ask(AskAttribute(proxy._handle, public(name)))
    if kind == "method":
        return lambda *args, **kwargs: called(proxy, name, args, kwargs)
    return proxy._peer.found(value)


def notebooks_own(subject: Any, name: str) -> Any:
    """An attribute of an object, if a notebook's own class defines it or the object holds it.

    What a class inherits from elsewhere is left out: a network could be told to compile itself, and
    with that to run any program.
    """
    kinds = [kind for kind in type(subject).__mro__ if kind.__module__ == NOTEBOOK]
    places = [subject, *kinds] if type(subject) in kinds else []
    if not any(public(name) in vars(place) for place in places):
        raise AttributeError(f"no class of the notebook defines {name}")
    return getattr(subject, name)


def public(name: str) -> str:
    """A name that may be asked for."""
    if name.startswith("_"):
        raise AttributeError(name)
    return name


def with_parameters(network: "torch.nn.Module", values: dict) -> "tuple[torch.nn.Module, dict]":
    """A copy of a network with other values of its parameters, and these by name."""
    import torch

    network = copy.deepcopy(network)
    bound = {}
    for name, tensor in values.items():
        owner, _, last = name.rpartition(".")
        bound[name] = torch.nn.Parameter(tensor.detach(), requires_grad=tensor.requires_grad)
        setattr(network.get_submodule(owner), last, bound[name])
    return network, bound


def generators_in(parts: Iterable) -> list:
    """The random generators among some values."""
    return [part for part in parts if type(part) is np.random.Generator]


def words_of(error: BaseException) -> tuple[str, str]:
    """Kind and text of an error, short enough to cross."""
    text = ""
    with contextlib.suppress(Exception):
        text = str(error)[:LONGEST_TEXT]
    return type(error).__name__[:LONGEST_TEXT], text


def error_like(kind: str, text: str) -> Exception:
    """An error of the same kind as one at the other end, as far as Python knows that kind."""
    known = getattr(builtins, kind, None)
    with contextlib.suppress(TypeError):  # some kinds want more than a text
        if isinstance(known, type) and issubclass(known, Exception):
            return known(text)
    return RuntimeError(f"{kind}: {text}")
