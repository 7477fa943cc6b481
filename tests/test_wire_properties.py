"""What holds for every value and every message between judge and sandbox, tried on drawn ones.

A new kind of value is one line in `PLAIN`, or in `KEYS` if it can be the key of a dict. What is
hostile follows the codec by itself: headers are drawn from the names of all that its reader knows.
"""

import collections
import math
import tracemalloc

import msgpack
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grading.engine import wire
from grading.engine.plain import BY_NAME
from grading.engine.wire import BLOCK_BYTES, FRAME, Handle, WireError, pack, unpack

OF_TENSORS = ["?", "i1", "u1", "i2", "i4", "i8", "f2", "f4", "f8", "c8", "c16"]
TENSORS = st.sampled_from(OF_TENSORS).map(np.dtype)
NUMBERS = st.sampled_from([*OF_TENSORS, "u2", "u4", "u8", ">i4", ">f8", ">c16"]).map(np.dtype)
SHAPES = arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
WHOLE = st.integers(-(10**300), 10**300)
TEXTS = st.text(max_size=20)


def numbers(dtypes=NUMBERS, shapes=SHAPES):
    return dtypes.flatmap(lambda dtype: arrays.arrays(dtype, shapes))


@st.composite
def linear(draw):
    """A layer with weights of its own."""
    inputs, outputs = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    layer = torch.nn.Linear(inputs, outputs, bias=draw(st.booleans()))
    for weights in layer.parameters():
        torch.nn.init.constant_(weights, draw(st.floats(-9, 9)))
    return layer


@st.composite
def generators(draw):
    """A random generator somewhere in its sequence."""
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    rng.integers(9, size=draw(st.integers(0, 5)), dtype=np.uint32)
    return rng


#: Values that can be keys of a dict and items of a set.
KEYS = {
    "none": st.none(),
    "truth": st.booleans(),
    "whole number": WHOLE,
    "number": st.floats(),
    "complex number": st.complex_numbers(),
    "text": TEXTS,
    "bytes": st.binary(max_size=20),
    "date": st.dates(),
    "time": st.datetimes().map(lambda time: time.replace(fold=0)),  # of no use without a zone
    "duration": st.timedeltas(),
    "fraction": st.fractions(),
    "decimal": st.decimals(-9, 9, places=3),
    "range": st.builds(range, st.integers(-99, 99), st.integers(-99, 99), st.integers(1, 9)),
    "frozen set": st.frozensets(WHOLE, max_size=4),
}
#: All others that hold no values themselves.
PLAIN = KEYS | {
    "numpy scalar": numbers(shapes=st.just(())).map(lambda array: array[()]),
    "array": numbers(),
    "tensor": numbers(TENSORS).map(torch.from_numpy),
    "tensor with a gradient": st.floats().map(lambda x: torch.tensor([x], requires_grad=True)),
    "linear layer": linear(),
    "layer with settings": st.floats(0, 1).map(torch.nn.LeakyReLU),
    "random generator": generators(),
    "array of texts": numbers(st.sampled_from(["U4", "S4"]).map(np.dtype)),
    "array of dates": numbers(st.sampled_from(["M8[D]", "M8[ns]", "m8[s]"]).map(np.dtype)),
    "array of anything": st.lists(TEXTS | WHOLE).map(lambda items: np.array(items, object)),
    "bytes that change": st.binary(max_size=20).map(bytearray),
    "slice": st.builds(slice, st.integers(-9, 9), st.none() | st.integers(-9, 9)),
    "deque": st.lists(WHOLE).map(lambda items: collections.deque(items, len(items) + 1)),
    "counter": st.lists(TEXTS).map(collections.Counter),
    "dict in order": st.dictionaries(TEXTS, WHOLE).map(collections.OrderedDict),
    "dict with a default": st.dictionaries(TEXTS, WHOLE).map(
        lambda items: collections.defaultdict(list, items)
    ),
    "class": st.sampled_from([int, ValueError, np.float32, collections.Counter]),
    "handle": st.integers(0, 1 << 40).map(Handle),
}


@st.composite
def plain(draw, kinds=tuple(PLAIN)):
    return draw(PLAIN[draw(st.sampled_from(kinds))])


@st.composite
def held(draw, values):
    """What holds other values."""
    few, keys = {"max_size": 4}, plain(tuple(KEYS))
    layers = st.lists(linear() | st.just(torch.nn.Tanh()), **few)
    kinds = [
        st.lists(values, **few),
        st.lists(values, **few).map(tuple),
        st.sets(keys, **few),
        st.dictionaries(keys | st.tuples(keys, keys), values, **few),
        layers.map(lambda parts: torch.nn.Sequential(*parts)),
    ]
    return draw(draw(st.sampled_from(kinds)))


VALUES = st.recursive(plain(), held, max_leaves=12)


def same(one, other):
    """Whether two values are equal in kind and content, to the last bit of each number."""
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return np.float64(one).tobytes() == np.float64(other).tobytes() or one != one != other
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    if isinstance(one, np.ndarray) and one.dtype == object:
        return same(one.tolist(), other.tolist())
    if isinstance(one, np.ndarray | np.generic):
        return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    if isinstance(one, torch.Tensor):
        asks = one.requires_grad is other.requires_grad
        return asks and same(one.detach().numpy(), other.detach().numpy())
    if isinstance(one, torch.nn.Module):
        return repr(one) == repr(other) and same(dict(one.state_dict()), dict(other.state_dict()))
    if isinstance(one, np.random.Generator):
        return one.bit_generator.state == other.bit_generator.state
    if isinstance(one, dict):
        return same(list(one.items()), list(other.items()))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, set):
        return len(one) == len(other) and {repr(x) for x in one} == {repr(x) for x in other}
    return one == other


@pytest.mark.parametrize("kind", PLAIN)
def test_every_kind_of_value_arrives_as_it_was_sent(kind):
    @given(PLAIN[kind])
    def arrives(value):
        assert same(unpack(pack(value)), value)

    arrives()


@given(VALUES)
def test_values_in_values_arrive_as_they_were_sent(value):
    assert same(unpack(pack(value)), value)


@given(VALUES)
def test_a_value_that_arrived_is_sent_on_in_the_same_bytes(value):
    message = pack(value)
    # Items of sets have no order.
    assert pack(unpack(message)) == message or "{" in repr(value)


# --- What is hostile -------------------------------------------------------------------------

KINDS = [name.removeprefix("read_") for name in dir(wire._Reader) if name.startswith("read_")]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(1 << 63), (1 << 64) - 1),
    st.sampled_from([-1, 0, 1, 1 << 26, (1 << 26) + 1, 1 << 62]),
    st.floats(),
    st.sampled_from([*KINDS, "<f8", ">c16", "|b1", "|O8", "<U9", "<M8[s]", "0x1", "1" * 1001]),
    st.sampled_from(["Linear", "Sequential", *wire.SETTINGS, "class", "named", *BY_NAME]),
    st.text(max_size=5),
    st.binary(max_size=5),
)
NODES = st.recursive(
    ODD,
    lambda nodes: st.one_of(
        st.lists(nodes, max_size=4),
        st.tuples(st.sampled_from(KINDS), nodes).map(list),
        st.tuples(st.sampled_from(KINDS), nodes, nodes).map(list),
        st.tuples(st.sampled_from(KINDS), nodes, nodes, nodes).map(list),
        st.tuples(st.sampled_from(["array", "scalar"]), ODD, st.lists(ODD, max_size=4)).map(list),
        st.dictionaries(ODD, nodes, max_size=2),
    ),
    max_leaves=15,
)


def framed(header, block=b""):
    return FRAME.pack(len(header), len(block)) + header + block


def read(message, kinds=None):
    """Read a message: a value that can be sent on, or a WireError, and no room beyond a limit."""
    tracemalloc.start()
    try:
        value = unpack(message, kinds)
    except WireError as error:
        assert str(error)
        return None
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < BLOCK_BYTES
    pack(value)
    return value


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_wire_error(noise):
    read(noise)
    read(framed(noise))


@given(NODES, st.binary(max_size=64))
@settings(max_examples=400)
def test_any_structure_is_a_value_or_a_wire_error(node, block):
    read(framed(msgpack.packb(node), block))


@given(VALUES, st.data())
def test_a_message_that_was_changed_is_a_value_or_a_wire_error(value, data):
    message = bytearray(pack(value))
    for _ in range(data.draw(st.integers(1, 3))):
        message[data.draw(st.integers(0, len(message) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(message))


@given(VALUES, st.data())
def test_a_message_that_is_cut_off_or_goes_on_is_refused(value, data):
    message = pack(value)
    cut = data.draw(st.integers(0, len(message) - 1))
    for bad in (message[:cut], message + b"\0"):
        with pytest.raises(WireError, match=r"^a message that is cut off$"):
            unpack(bad)


@given(NODES, st.binary(max_size=64))
@settings(max_examples=400)
def test_the_grader_gets_texts_and_numbers_of_python_and_nothing_else(node, block):
    value = read(framed(msgpack.packb(node), block), wire.OF_OUTPUTS)
    assert of_python(value)


def of_python(value):
    if isinstance(value, dict):
        return type(value) is dict and all(map(of_python, [*value, *value.values()]))
    if isinstance(value, list):
        return type(value) is list and all(map(of_python, value))
    return value is None or type(value) in (bool, int, float, str)


@given(st.integers(-(10**1100), 10**1100))
def test_a_whole_number_arrives_or_is_too_large_for_both_sides(number):
    try:
        assert unpack(pack(number)) == number
    except WireError as error:
        assert "too large" in str(error) and abs(number).bit_length() > 3 * wire.DIGITS / 2
    assert math.log2(abs(number) + 1) < 3 * wire.DIGITS or not may_be_sent(number)


def may_be_sent(value):
    try:
        return bool(pack(value))
    except WireError:
        return False
