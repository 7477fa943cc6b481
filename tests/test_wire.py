"""The codec between judge and sandbox: plain values survive, hostile messages do not."""

import socket
import struct
import threading
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import msgpack
import numpy as np
import pytest
import torch

from grading.engine.plain import MOST_NAMED
from grading.engine.wire import (
    BLOCK_BYTES,
    DEPTH,
    DIGITS,
    ENTRIES,
    FRAME,
    HEADER_BYTES,
    NODES,
    Handle,
    WireError,
    pack,
    receive,
    receive_texts,
    send,
    unpack,
)


def message(node, block=b""):
    """A message as somebody could write it who does not use `pack`."""
    header = msgpack.packb(node)
    return FRAME.pack(len(header), len(block)) + header + block


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -(1 << 63),
        1 << 200,
        -(1 << 70),
        0.1,
        float("inf"),
        1 + 2j,
        "µ = 3",
        b"\x00\xff",
        [],
        [1, [2.5, "x"]],
        (1, (2,)),
        {1, 2},
        {"a": [1], 2: None, (1, 2): "pair"},
        Handle(7),
        Handle(7, ("object", 3)),
        range(2, 10, 3),
        slice(1, None),
        frozenset({1, "a"}),
        bytearray(b"ab"),
        deque([1, 2], maxlen=5),
        OrderedDict(b=1, a=2),
        Counter("abca"),
        defaultdict(list, a=[1]),
        namedtuple("Point", "x y")(1, [2]),
        Fraction(1, 3),
        Decimal("-0.10"),
        date(2024, 2, 29),
        datetime(2024, 2, 29, 1, 2, 3, 4),
        timedelta(1, 2, 3),
        int,
        Counter,
        ValueError,
        ...,
        {str(n): n for n in range(10_000)},
    ],
)
def test_plain_values_survive(value):
    arrived = unpack(pack(value))
    assert arrived == value and type(arrived) is type(value)


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint16", "int64", "float32", "float64", "c16"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4)])
def test_arrays_survive(dtype, shape):
    value = np.ones(shape, dtype)
    arrived = unpack(pack(value))
    assert arrived.dtype == value.dtype and arrived.shape == shape and (arrived == value).all()
    assert arrived.flags.writeable


@pytest.mark.parametrize(
    "value",
    [
        np.array([["a", "bcd"], ["µ", ""]]),
        np.array([b"a", b"bc"]),
        np.array(["2024-02-29", "NaT"], "M8[D]"),
        np.array([1, 2], "m8[7s]"),
        np.array([None, "a", [1, (2,)], Fraction(1, 2)], dtype=object),
    ],
)
def test_arrays_of_texts_dates_and_objects_survive(value):
    arrived = unpack(pack(value))
    assert (arrived.dtype, arrived.shape) == (value.dtype, value.shape)
    assert list(map(str, arrived.ravel())) == list(map(str, value.ravel()))


def test_a_default_that_is_a_function_stays_behind():
    assert unpack(pack(defaultdict(lambda: 7, a=1))).default_factory is None


def test_the_grader_reads_texts_and_numbers_of_python_and_nothing_else():
    here, there = socket.socketpair()
    outputs = [1, [["stream", "stdout", "µ"], ["display_data", {"text/plain": "x"}]], 0.5, None]
    strangers = (np.ones(2), torch.ones(2), torch.nn.ReLU(), np.float32(1), b"x", Handle(1), {1})
    with here, there:
        send(here, outputs)
        assert receive_texts(there) == outputs
        for stranger in strangers:
            send(here, [1, [stranger]])
            with pytest.raises(WireError, match="of no known kind"):
                receive_texts(there)


def test_arrays_survive_in_any_memory_order():
    value = np.arange(24.0).reshape(2, 3, 4)
    for view in (value.T, value[:, ::-1, ::2], np.asfortranarray(value), value.astype(">f8")):
        assert np.array_equal(unpack(pack(view)), view)


def test_scalars_stay_scalars():
    arrived = unpack(pack(np.float32(0.5)))
    assert type(arrived) is np.float32 and arrived == 0.5


@pytest.mark.parametrize("grad", [False, True])
def test_tensors_survive_with_their_flag(grad):
    arrived = unpack(pack(torch.ones(2, 3, requires_grad=grad)))
    assert isinstance(arrived, torch.Tensor) and arrived.requires_grad == grad
    assert torch.equal(arrived.detach(), torch.ones(2, 3))


def test_tensors_of_short_floats_arrive():
    assert unpack(pack(torch.ones(2, dtype=torch.bfloat16))).dtype == torch.float32
    assert unpack(pack(torch.ones(2, dtype=torch.float16))).dtype == torch.float16


def test_several_arrays_keep_their_order():
    first, second = unpack(pack([np.arange(3), {"b": np.arange(4.0)}]))
    assert first.tolist() == [0, 1, 2] and second["b"].tolist() == [0, 1, 2, 3]


class LyingArray(np.ndarray):
    def __eq__(self, other):
        return True

    def __array_function__(self, *args):
        return True


class LyingFloat(float):
    def __eq__(self, other):
        return True

    def __pos__(self):
        return 42.0


class LyingText(str):
    def __str__(self):
        return "right"


class LyingNumber(int):
    def __index__(self):
        return 42


def test_what_lies_arrives_as_the_plain_thing():
    array = unpack(pack(np.ones(2).view(LyingArray)))
    assert type(array) is np.ndarray and (array == 1).all()
    number = unpack(pack(LyingFloat(0.5)))
    assert type(number) is float and number == 0.5
    assert unpack(pack(LyingText("wrong"))) == "wrong"
    assert unpack(pack(LyingNumber(3))) == 3
    masked = unpack(pack(np.ma.array([1.0, 2.0], mask=[True, False])))
    assert type(masked) is np.ndarray and masked.tolist() == [1.0, 2.0]
    parameter = unpack(pack(torch.nn.Parameter(torch.ones(1))))
    assert type(parameter) is torch.Tensor


def test_other_values_stay_behind_as_handles():
    kept = []

    def keep(value):
        kept.append(value)
        return len(kept)

    model = torch.nn.Conv1d(1, 1, 1)
    assert unpack(pack([model, print], keep)) == [Handle(1), Handle(2)]
    assert kept == [model, print]
    with pytest.raises(WireError, match="Conv1d cannot be sent"):
        pack(model)
    assert isinstance(unpack(pack(np.array([model]), keep))[0], Handle)


def test_networks_of_plain_layers_travel_by_their_weights():
    model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU())
    arrived = unpack(pack(torch.nn.Sequential(OrderedDict(encoder=model))))
    assert [name for name, _ in arrived.named_children()] == ["encoder"]
    assert torch.equal(arrived.encoder[0].weight, model[0].weight)
    assert torch.equal(arrived(torch.ones(1, 2)), model(torch.ones(1, 2)))


def test_a_layer_that_stands_twice_in_a_network_arrives_twice():
    squeeze = torch.nn.Tanh()
    model = torch.nn.Sequential(squeeze, torch.nn.Linear(1, 1), squeeze)
    assert len(unpack(pack(model))) == 3


def test_layers_without_weights_keep_their_settings():
    nn = torch.nn
    layers = [nn.Sigmoid(), nn.Tanh(), nn.ReLU6(), nn.LeakyReLU(0.1), nn.Softplus(), nn.Identity()]
    model = nn.Sequential(nn.Linear(2, 3, bias=False), *layers, nn.Flatten(0))
    arrived = unpack(pack(model))
    assert arrived[0].bias is None
    assert torch.equal(arrived(torch.randn(4, 2)[:0]), torch.zeros(0))
    x = torch.tensor([[1.0, -2.0], [-3.0, 0.5]])
    assert torch.equal(arrived(x), model(x)) and arrived(x).shape == (6,)


def test_a_random_generator_draws_the_same_numbers_on_the_other_side():
    rng = np.random.default_rng(5)
    rng.integers(10, dtype=np.uint32)  # leaves half of a 64-bit number for the next draw
    arrived = unpack(pack(rng))
    assert (arrived.integers(1 << 30, size=9, dtype=np.uint32)).tolist() == (
        rng.integers(1 << 30, size=9, dtype=np.uint32)
    ).tolist()
    with pytest.raises(WireError, match="default_rng"):
        pack(np.random.Generator(np.random.MT19937(1)))


def test_what_is_too_large_is_refused_by_the_sender():
    deep = []
    for _ in range(50):
        deep = [deep]
    endless = []
    endless.append(endless)
    for value in (
        deep,
        endless,
        [0] * 200_000,
        "x" * (HEADER_BYTES + 1),
        np.zeros(BLOCK_BYTES + 1, np.int8),
        1 << 100_000,
    ):
        with pytest.raises(WireError, match="too large"):
            pack(value)


@pytest.mark.parametrize(
    "hostile",
    [
        ["nonsense", 1],
        ["__class__"],
        ["decode", [1]],
        [],
        [1, 2],
        {"a": 1},
        b"bytes",
        ["list"],
        ["list", 3],
        ["tuple", "abc"],
        ["dict", [[1, 2, 3]]],
        ["dict", [1]],
        ["dict", [[["list", []], 1]]],
        ["set", [["list", []]]],
        ["dict", [[n, n] for n in range(5000)]],
        ["integer", "1" * 5000],
        ["integer", "0x10"],
        ["integer", 3],
        ["complex", "1", 2.0],
        ["array", "|O8", [1]],
        ["array", "|V8", [0]],
        ["array", "<M8[7fortnights]", [0]],
        ["array", "<U9999999", [0]],
        ["array", "<f99", [1]],
        ["array", "<f8", [1]],
        ["array", "<f8", [-1]],
        ["array", "<f8", [1 << 40, 1 << 40]],
        ["array", "<f8", [0, 1 << 62]],
        ["array", "<f8", [True]],
        ["array", "<f8", [1.0]],
        ["array", "<f8", "1"],
        ["array", "<f8", [1] * 100],
        ["scalar", "<f8", [3]],
        ["tensor", 1, "<f8", [0]],
        ["bytes", -5],
        ["bytes", 5],
        ["module", "Linear", [1, 2]],
        [
            "module",
            "Linear",
            [["tensor", False, "<f4", [1 << 26, 0]], ["tensor", False, "<f4", [0]]],
        ],
        ["module", "Sequential", [["a"]]],
        ["module", "Conv1d", []],
        ["module", "LeakyReLU", ["1"]],
        ["module", "Tanh", [1]],
        ["generator", 1, 2, 3],
        ["generator", ["integer", "1" * 60], 1, 0, 0],
        ["generator", 1.0, 1, 0, 0],
        ["handle", "1"],
        ["handle"],
        ["handle", 1, 2],
        ["plain", "nonsense", ["list", []]],
        ["plain", "range", [0, 1 << 40, 1]],
        ["plain", "range", [0, ["integer", "1" * 30], 1]],
        ["plain", "range", [0, 5, 0]],
        ["plain", "Decimal", ["1e99999"]],
        ["plain", "Decimal", ["1" * 2000]],
        ["plain", "Fraction", [1, 0]],
        ["plain", "deque", [3, None]],
        ["plain", "defaultdict", [["list", []], ["dict", []]]],
        ["plain", "Counter", [["list", []]]],
        ["plain", "class", ["builtins.eval"]],
        ["plain", "class", ["os.system"]],
        ["plain", "class", ["numpy.memmap"]],
        ["plain", "named", ["a b", ["list", ["x"]], ["list", [1]]]],
        ["plain", "named", ["P", ["list", ["class"]], ["list", [1]]]],
        ["plain", "named", ["P", ["list", ["x"]], ["list", [1, 2]]]],
        ["plain", "timedelta", [["list", [1 << 50, 0, 0]]]],
        ["objects", [2], [1]],
        ["objects", [-1, -1], [1]],
    ],
)
def test_hostile_headers_are_refused(hostile):
    with pytest.raises(WireError):
        unpack(message(hostile))


def test_letters_that_do_not_exist_are_refused():
    with pytest.raises(WireError, match="letters"):
        unpack(message(["array", "<U1", [1]], struct.pack("<I", 0x110000)))


def test_kinds_of_named_tuples_are_counted(monkeypatch):
    monkeypatch.setattr("grading.engine.plain.NAMED", {})
    for number in range(MOST_NAMED):
        unpack(message(["plain", "named", [f"K{number}", ["list", []], ["list", []]]]))
    with pytest.raises(WireError, match="kinds of named tuples"):
        unpack(message(["plain", "named", ["one_more", ["list", []], ["list", []]]]))


@pytest.mark.parametrize("shape", [[True], [-1, -1], [0, BLOCK_BYTES + 1], [1, 1.0]])
def test_a_shape_is_of_lengths_although_there_are_as_many_bytes_as_it_needs(shape):
    block = bytes(8 * abs(int(np.prod(shape))))
    with pytest.raises(WireError, match=r"^an array of impossible shape$"):
        unpack(message(["array", "<f8", shape], block))


@pytest.mark.parametrize("digits", [" 7", "1_000", "+7", "7\n", "", "-"])
def test_a_whole_number_is_written_in_digits(digits):
    with pytest.raises(WireError, match=r"^a damaged integer$"):
        unpack(message(["integer", digits]))


@pytest.mark.parametrize("node", [["array", "<f8", [1]], ["bytes", 5], ["bytes", -5]])
def test_no_more_bytes_are_taken_than_there_are(node):
    with pytest.raises(WireError, match=r"^an array with fewer bytes than its shape needs$"):
        unpack(message(node, bytes(4)))


@pytest.mark.parametrize(
    "node", [{"a": 1}, b"bytes", msgpack.ExtType(5, b"x"), [None] * (NODES + 1)]
)
def test_a_header_is_made_of_texts_numbers_and_short_lists(node):
    with pytest.raises(WireError, match=r"^a header that is damaged$"):
        unpack(message(node))


def test_half_a_letter_arrives_as_a_sign():
    assert unpack(pack("a\ud83d")) == "a?"


def nested(levels, node=None):
    for _ in range(levels):
        node = ["list", [node]]
    return node


@pytest.mark.parametrize(
    ("node", "limit"),
    [
        (["list", [None] * NODES], f"{NODES} values"),
        (nested(DEPTH + 1), f"{DEPTH} levels of nesting"),
        (["set", list(range(ENTRIES + 1))], f"{ENTRIES} items of a set"),
        (["dict", [[n, n] for n in range(ENTRIES + 1)]], f"{ENTRIES} items of a dict"),
        (["integer", "1" * (DIGITS + 1)], f"{DIGITS} digits of an integer"),
        (["array", "<f8", [0] * (DEPTH + 1)], f"{DEPTH} axes of an array"),
    ],
)
def test_what_is_too_large_is_refused_by_the_reader(node, limit):
    with pytest.raises(WireError, match=f"^too large: more than {limit}$"):
        unpack(message(node))


def test_what_a_limit_just_allows_is_read():
    assert unpack(message(["list", [None] * (NODES - 1)])) == [None] * (NODES - 1)
    assert unpack(message(nested(DEPTH - 1))) == eval(f"{'[' * (DEPTH - 1)}None{']' * (DEPTH - 1)}")
    assert unpack(message(["integer", "1" * DIGITS])) == int("1" * DIGITS)
    assert len(unpack(message(["set", list(range(ENTRIES))]))) == ENTRIES


def test_a_message_that_announces_too_much_is_refused_before_it_is_read():
    sizes = [(HEADER_BYTES + 1, 0), (0, BLOCK_BYTES + 1)]
    for size, what in zip(sizes, ("bytes besides arrays", "bytes of arrays"), strict=True):
        here, there = socket.socketpair()
        with here, there:
            here.sendall(FRAME.pack(*size))
            there.settimeout(5)
            with pytest.raises(WireError, match=f"too large: more than .* {what}"):
                receive(there)
        with pytest.raises(WireError, match=f"too large: more than .* {what}"):
            unpack(FRAME.pack(*size) + bytes(sum(size)))


def test_hostile_bytes_are_refused():
    deep = b"\x91" * 5000 + b"\xc0"
    huge_array = b"\xdd\xff\xff\xff\xff"
    timestamp = b"\xd6\xff\x00\x00\x00\x00"
    for header in (b"", b"\xc1", deep, huge_array, timestamp, b"\xd9\x05ab"):
        with pytest.raises(WireError):
            unpack(FRAME.pack(len(header), 0) + header)


def test_a_message_must_be_as_long_as_it_says():
    good = pack([1, np.ones(3)])
    for bad in (b"", good[:5], good[:-1], good + b"x", good[:-8]):
        with pytest.raises(WireError):
            unpack(bad)
    with pytest.raises(WireError, match="more bytes than values"):
        unpack(message(1, b"left over"))


def test_mutated_messages_give_a_value_or_a_wire_error():
    rng = np.random.default_rng(0)
    good = pack([1, "text", {"a": np.arange(5.0)}, (torch.ones(2), 3j), {4, 5}])
    for _ in range(5000):
        bad = bytearray(good)
        for place in rng.integers(0, len(bad), size=rng.integers(1, 4)):
            bad[place] = rng.integers(0, 256)
        try:
            unpack(bytes(bad))
        except WireError:
            continue


def test_messages_pass_through_a_socket():
    here, there = socket.socketpair()
    value = {"a": np.arange(200_000.0)}
    with here, there:
        sender = threading.Thread(target=send, args=(here, value))
        sender.start()
        assert np.array_equal(receive(there)["a"], value["a"])
        sender.join()
        here.close()
        with pytest.raises(EOFError):
            receive(there)


def test_a_network_keeps_its_precision_and_draws_nothing():
    model = torch.nn.Sequential(torch.nn.Linear(2, 3))
    message = pack(model)
    torch.set_default_dtype(torch.float64)
    try:
        state = torch.get_rng_state()
        arrived = unpack(message)
        assert torch.equal(torch.get_rng_state(), state)
    finally:
        torch.set_default_dtype(torch.float32)
    assert arrived[0].weight.dtype == torch.float32
