"""What crosses between the judge and the code it judges: plain values, by value, within limits.

A message is a small msgpack header and one block of bytes that holds the arrays. Nothing is ever
unpickled, and whoever wrote a message cannot make its reader grow beyond the limits below.
"""

import math
import re
import struct
import sys
from collections import OrderedDict
from dataclasses import dataclass, field

import msgpack
import numpy as np

from grading.engine.plain import NotPlain, put_together, taken_apart

#: Limits of one message.
HEADER_BYTES, BLOCK_BYTES = 2 << 20, 64 << 20
NODES, DEPTH, ENTRIES, DIGITS = 100_000, 32, 4096, 1000
#: Layers without weights that travel by their settings, each setting with its type.
SETTINGS = {
    "Identity": {},
    "ReLU": {},
    "ReLU6": {},
    "Sigmoid": {},
    "Tanh": {},
    "Softplus": {},
    "LeakyReLU": {"negative_slope": float},
    "Flatten": {"start_dim": int, "end_dim": int},
}
#: Kinds of arrays: of numbers, of texts, and of dates and durations.
NUMBERS, TEXTS, DATES = "biufc", "US", "mM"
DTYPE = re.compile(
    r"[<>|][biufc]\d{1,2}|[<>|][US]\d{1,6}"
    r"|[<>][mM]8(\[\d{0,4}(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?"
)
#: The largest number that stands for a letter.
LAST_LETTER = 0x10FFFF
#: What outputs of cells are made of, beside texts and numbers of Python.
OF_OUTPUTS = frozenset({"list", "dict"})
#: What a hostile value makes its reader stumble over.
DAMAGE = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
FRAME = struct.Struct(">II")


class WireError(ValueError):
    """A message breaks the rules; the text says which, in words for a student's feedback."""


@dataclass(frozen=True)
class Handle:
    """A value that stays where it is, known by a number.

    Attributes
    ----------
    about : tuple
        What whoever has it says of it, in plain values.
    """

    number: int
    about: tuple = ()


@dataclass(frozen=True, eq=False)
class Kept:
    """A value that is to stay where it is, although it may be of a kind that crosses."""

    value: object


@dataclass
class _Writer:
    """Turns values into a header and a block."""

    keep: object = None
    block: bytearray = field(default_factory=bytearray)
    nodes: int = 0

    def encode(self, value, depth=0):
        self.nodes += 1
        _within(self.nodes, NODES, "values")
        _within(depth, DEPTH, "levels of nesting")
        # Subclasses lose what makes them special: a float that lies arrives as its number.
        if value is None or value is True or value is False:
            return value
        if isinstance(value, np.generic) and value.dtype.kind in NUMBERS + DATES:
            return ["scalar", *self.array(np.asarray(value))]
        if isinstance(value, int):
            return self.integer(int.__index__(value))
        if isinstance(value, float):
            return float.__pos__(value)
        if isinstance(value, complex):
            return ["complex", complex.__pos__(value).real, complex.__pos__(value).imag]
        if isinstance(value, str):
            # Half a surrogate pair is a character of Python's that no other program knows.
            return str.__str__(value).encode(errors="replace").decode()
        if isinstance(value, Kept):
            return self.handle(self.keep(value.value))
        if parts := taken_apart(value):
            name, parts = parts
            return ["plain", name, [self.encode(part, depth + 1) for part in parts]]
        if isinstance(value, bytes | bytearray):
            return ["bytes", self.store(bytes(value))]
        if isinstance(value, np.ndarray) and value.dtype.kind in NUMBERS + TEXTS + DATES:
            return ["array", *self.array(value.view(np.ndarray))]
        if isinstance(value, np.ndarray) and value.dtype == object:
            items = [self.encode(item, depth + 1) for item in value.ravel().tolist()]
            return ["objects", list(value.shape), items]
        if is_tensor(value):
            return ["tensor", value.requires_grad, *self.array(_tensor_values(value))]
        for kind, name in ((list, "list"), (tuple, "tuple"), (set | frozenset, "set")):
            if isinstance(value, kind):
                return [name, [self.encode(item, depth + 1) for item in value]]
        if isinstance(value, dict):
            pairs = [[self.encode(part, depth + 1) for part in pair] for pair in value.items()]
            return ["dict", pairs]
        if type(value) in layers():
            return ["module", *self.module(value, depth)]
        if type(value) is np.random.Generator:
            return ["generator", *self.generator(value)]
        if isinstance(value, Handle):
            return self.handle(value)
        if self.keep is None:
            raise WireError(f"a {type(value).__name__} cannot be sent")
        return self.handle(self.keep(value))

    def handle(self, kept):
        """A handle, or the number of one."""
        if not isinstance(kept, Handle):
            return ["handle", kept]
        return ["handle", kept.number, *([self.encode(list(kept.about))] if kept.about else [])]

    def integer(self, value):
        if -(1 << 63) <= value < 1 << 64:
            return value
        _within(value.bit_length(), 3 * DIGITS, "bits of an integer")
        return ["integer", str(value)]

    def module(self, value, depth):
        """A network of plain layers, by its weights."""
        kind = layers()[type(value)]
        if kind == "Sequential":
            # Not `named_children`, which leaves out a layer that stands there a second time.
            parts = value._modules.items()
            return kind, [[name, self.encode(part, depth + 1)] for name, part in parts]
        if kind == "Linear":
            return kind, [self.encode(part, depth + 1) for part in (value.weight, value.bias)]
        return kind, [self.encode(getattr(value, name)) for name in SETTINGS[kind]]

    def generator(self, value):
        """A random generator, by its state: the copy draws the same numbers."""
        state = value.bit_generator.state
        if state["bit_generator"] != "PCG64":
            raise WireError("a random generator other than np.random.default_rng() makes")
        numbers = (*state["state"].values(), state["has_uint32"], state["uinteger"])
        return [self.integer(number) for number in numbers]

    def array(self, values):
        values = np.ascontiguousarray(values).reshape(values.shape)
        self.store(values.tobytes())
        return values.dtype.str, list(values.shape)

    def store(self, data):
        _within(len(self.block) + len(data), BLOCK_BYTES, "bytes of arrays")
        self.block += data
        return len(data)


@dataclass
class _Reader:
    """Turns a header and a block into values, trusting neither."""

    block: bytes
    kinds: frozenset | None = None
    found: object = None
    position: int = 0
    nodes: int = 0

    def decode(self, node, depth=0):
        self.nodes += 1
        _within(self.nodes, NODES, "values")
        _within(depth, DEPTH, "levels of nesting")
        if node is None or type(node) in (bool, int, float, str):
            return node
        if type(node) is not list or not node or type(node[0]) is not str:
            raise WireError("a value of no known kind")
        kind, *rest = node
        method = getattr(self, f"read_{kind}", None) if kind.isidentifier() else None
        if method is None or (self.kinds is not None and kind not in self.kinds):
            raise WireError("a value of no known kind")
        try:
            return method(depth, *rest)
        except DAMAGE as error:
            if isinstance(error, WireError):
                raise
            if isinstance(error, NotPlain):
                raise WireError(str(error)) from None
            raise WireError(f"a damaged {kind}") from None

    def read_list(self, depth, items):
        return [self.decode(item, depth + 1) for item in _checked(items, list)]

    def read_tuple(self, depth, items):
        return tuple(self.read_list(depth, items))

    def read_set(self, depth, items):
        items = self.read_list(depth, items)
        quick_to_find(items, "items of a set")
        return set(items)

    def read_dict(self, depth, pairs):
        decoded = [self.read_list(depth, pair) for pair in _checked(pairs, list)]
        if any(len(pair) != 2 for pair in decoded):
            raise WireError("a damaged dict")
        quick_to_find([key for key, _ in decoded], "items of a dict")
        return dict(decoded)

    def read_integer(self, depth, digits):
        if not re.fullmatch(r"-?\d+", _checked(digits, str)):
            raise WireError("a damaged integer")
        _within(len(digits), DIGITS, "digits of an integer")
        return int(digits)

    def read_complex(self, depth, real, imaginary):
        return complex(_checked(real, float), _checked(imaginary, float))

    def read_bytes(self, depth, size):
        return self.take(_checked(size, int))

    def read_array(self, depth, dtype, shape):
        if not DTYPE.fullmatch(_checked(dtype, str)):
            raise WireError("an array of something else than numbers")
        try:
            dtype = np.dtype(dtype)
        except TypeError:
            raise WireError("an array of something else than numbers") from None
        _within(len(_checked(shape, list)), DEPTH, "axes of an array")
        if any(type(length) is not int or not 0 <= length <= BLOCK_BYTES for length in shape):
            raise WireError("an array of impossible shape")
        data = self.take(math.prod(shape) * dtype.itemsize)
        array = np.frombuffer(bytearray(data), dtype).reshape(shape)
        if dtype.kind == "U" and array.size:
            letters = np.frombuffer(data, dtype.str[0] + "u4")
            if letters.max() > LAST_LETTER:
                raise WireError("an array of texts with letters that do not exist")
        return array

    def read_objects(self, depth, shape, items):
        _within(len(_checked(shape, list)), DEPTH, "axes of an array")
        lengths = [_checked(length, int) for length in shape]
        if min(lengths, default=0) < 0 or math.prod(lengths) != len(_checked(items, list)):
            raise WireError("an array of impossible shape")
        array = np.empty(len(items), object)
        for place, item in enumerate(items):
            array[place] = self.decode(item, depth + 1)
        return array.reshape(lengths)

    def read_plain(self, depth, name, parts):
        return put_together(_checked(name, str), self.read_list(depth, parts))

    def read_scalar(self, depth, dtype, shape):
        return self.read_array(depth, dtype, _checked(shape, list))[()]

    def read_tensor(self, depth, requires_grad, dtype, shape):
        import torch

        values = self.read_array(depth, dtype, shape)
        try:
            tensor = torch.from_numpy(values.astype(values.dtype.newbyteorder("=")))
            return tensor.requires_grad_(_checked(requires_grad, bool))
        except (TypeError, RuntimeError):
            raise WireError(f"a tensor of {values.dtype}") from None

    def read_module(self, depth, kind, parts):
        import torch

        if kind == "Sequential":
            children = [(_checked(name, str), self.decode(part, depth + 1)) for name, part in parts]
            return torch.nn.Sequential(OrderedDict(children))
        if kind != "Linear":
            settings = [
                _checked(part, SETTINGS[kind][name])
                for name, part in zip(SETTINGS[kind], parts, strict=True)
            ]
            return getattr(torch.nn, kind)(*settings)
        weight, bias = (self.decode(part, depth + 1) for part in parts)
        # A weight without columns has no bytes, but a layer would make room for its bias.
        if bias is not None and bias.shape != weight.shape[:1]:
            raise WireError("a layer whose bias does not fit its weight")
        # Without drawing weights: neither the default dtype nor the random state plays a part.
        # What torch has for that (`skip_init`) imports modules that take about a second.
        sizes = weight.shape[::-1]
        layer = torch.nn.Linear(*sizes, bias=bias is not None, device="meta")
        values = {"weight": weight, "bias": bias}
        own = {name: value.detach() for name, value in values.items() if value is not None}
        layer.load_state_dict(own, assign=True)
        return layer

    def read_generator(self, depth, *numbers):
        state, increment, has_uint32, uinteger = (self.decode(n, depth + 1) for n in numbers)
        generator = np.random.default_rng(0)
        generator.bit_generator.state = {
            "bit_generator": "PCG64",
            "state": {"state": _checked(state, int), "inc": _checked(increment, int)},
            "has_uint32": _checked(has_uint32, int),
            "uinteger": _checked(uinteger, int),
        }
        return generator

    def read_handle(self, depth, number, about=None):
        about = () if about is None else tuple(_checked(self.decode(about, depth + 1), list))
        handle = Handle(_checked(number, int), about)
        return handle if self.found is None else self.found(handle)

    def take(self, size):
        """The next bytes of the block."""
        if not 0 <= size <= len(self.block) - self.position:
            raise WireError("an array with fewer bytes than its shape needs")
        self.position += size
        return self.block[self.position - size : self.position]


def pack(value, keep=None):
    """Turn a value into the bytes of a message.

    Parameters
    ----------
    value : object
        None, bool, int, float, complex, str, bytes, list, tuple, set, dict, what
        `grading.engine.plain` knows, numpy scalar or array of numbers, texts, dates or any of
        these, torch tensor, network of plain layers, random generator, `Handle`, `Kept`;
        subclasses are sent as the plain thing.
    keep : callable, optional
        Given any other value, returns a handle for it or the number of one.

    Returns
    -------
    bytes

    Raises
    ------
    WireError
        If the value is too large or, without `keep`, of another type.
    """
    writer = _Writer(keep)
    header = msgpack.packb(writer.encode(value), use_bin_type=True)
    _within(len(header), HEADER_BYTES, "bytes besides arrays")
    return FRAME.pack(len(header), len(writer.block)) + header + bytes(writer.block)


def unpack(message, kinds=None, found=None):
    """Turn the bytes of a message into a value; what stayed behind comes as a `Handle`.

    Parameters
    ----------
    message : bytes
    kinds : frozenset of str, optional
        The only kinds of values that it may hold beside None, texts and numbers of Python.
    found : callable, optional
        Given a `Handle` in the message, returns what stands for it.

    Returns
    -------
    object

    Raises
    ------
    WireError
        If the message is damaged, too large, or holds anything but plain values.
    """
    if len(message) < FRAME.size:
        raise WireError("a message that is cut off")
    sizes = header_size, block_size = FRAME.unpack_from(message)
    _check_sizes(*sizes)
    if len(message) != FRAME.size + header_size + block_size:
        raise WireError("a message that is cut off")
    header, block = message[FRAME.size :][:header_size], message[FRAME.size + header_size :]
    try:
        node = msgpack.unpackb(
            header, max_bin_len=0, max_ext_len=0, max_map_len=0, max_array_len=NODES
        )
    except Exception:  # msgpack has many names for a damaged header
        raise WireError("a header that is damaged") from None
    reader = _Reader(block, kinds, found)
    value = reader.decode(node)
    if reader.position != len(block):
        raise WireError("more bytes than values")
    return value


def send(channel, value, keep=None):
    """Send a value through a connected socket."""
    channel.sendall(pack(value, keep))


def receive(channel, kinds=None, found=None):
    """Receive a value from a connected socket.

    Parameters
    ----------
    channel : socket
    kinds, found : optional
        As `unpack` takes them.

    Returns
    -------
    object

    Raises
    ------
    EOFError
        If the other side is gone.
    WireError
        If what it sent breaks the rules.
    """
    frame = exactly(channel, FRAME.size)
    sizes = FRAME.unpack(frame)
    _check_sizes(*sizes)
    return unpack(frame + exactly(channel, sum(sizes)), kinds, found)


def receive_texts(channel):
    """Receive what the grader reads: texts and numbers in lists and dicts, and nothing else.

    A tensor would make it load torch, which takes seconds and much memory.
    """
    return receive(channel, OF_OUTPUTS)


def exactly(channel, size):
    """Receive a number of bytes; raises EOFError if the other side is gone before."""
    data = bytearray()
    while len(data) < size:
        part = channel.recv(min(size - len(data), 1 << 20))
        if not part:
            raise EOFError("the other side is gone")
        data += part
    return bytes(data)


def _check_sizes(header_size, block_size):
    _within(header_size, HEADER_BYTES, "bytes besides arrays")
    _within(block_size, BLOCK_BYTES, "bytes of arrays")


def _checked(value, kind):
    if type(value) is not kind:
        raise WireError(f"a {type(value).__name__} in the place of a {kind.__name__}")
    return value


def quick_to_find(keys, what):
    """Refuse so many keys that crafted ones make it slow to find them; texts cannot be crafted."""
    if not all(type(key) is str for key in keys):
        _within(len(keys), ENTRIES, what)


def _within(number, most, what):
    if number > most:
        raise WireError(f"too large: more than {most} {what}")


def _torch():
    """Torch where somebody has loaded it: the grader, who meets no tensor, does without."""
    return sys.modules.get("torch")


def is_tensor(value):
    """Whether a value is a tensor of torch's."""
    return _torch() is not None and isinstance(value, _torch().Tensor)


def networks():
    """The class of all networks, for `isinstance`; none where torch is not loaded."""
    return () if _torch() is None else (_torch().nn.Module,)


def layers():
    """The classes of layers that are sent by their weights, with their names."""
    if _torch() is None:
        return {}
    return {getattr(_torch().nn, name): name for name in ("Sequential", "Linear", *SETTINGS)}


def _tensor_values(tensor):
    """The numbers of a tensor; kinds that numpy does not know become float32."""
    tensor = tensor.detach().cpu()
    if tensor.dtype == _torch().bfloat16:
        tensor = tensor.float()
    return tensor.numpy()
