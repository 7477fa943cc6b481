"""What the processes of a grading run say to each other is read strictly."""

import inspect
import socket
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.engine import protocol
from grading.engine.protocol import (
    Answered,
    AskCall,
    Failed,
    JudgeCell,
    Packet,
    Ran,
    hear,
    kinds_of,
    read,
    receive_socket,
    say,
)
from grading.engine.wire import WireError

MESSAGES = [
    kind
    for _, kind in inspect.getmembers(protocol, inspect.isclass)
    if issubclass(kind, Packet) and kind is not Packet
]
TEXT = st.text(max_size=5)
VALUES = {
    str: TEXT,
    int: st.integers(-9, 9),
    float: st.floats(-9, 9),
    bool: st.booleans(),
    list: st.lists(TEXT, max_size=3),
    dict: st.dictionaries(TEXT, TEXT, max_size=3),
    Any: TEXT,
}
ITEMS = {bytes: st.binary(max_size=5), int: st.integers(-9, 9), str: TEXT}


def part(expected):
    """Values of one part of a message."""
    kind, of = expected
    if kind is list and of:
        return st.lists(ITEMS[of[0]], max_size=3)
    if kind is dict and of:
        return st.dictionaries(ITEMS[of[0]], ITEMS[of[1]], max_size=3)
    return VALUES[kind]


def messages(kind):
    return st.tuples(*map(part, kinds_of(kind))).map(lambda parts: kind(*parts))


@given(st.sampled_from(MESSAGES).flatmap(messages))
def test_every_message_arrives_as_it_was_said(message):
    assert read(message.parts(), *MESSAGES) == message
    here, there = socket.socketpair()
    with here, there:
        say(here, message)
        assert hear(there, Packet, type(message)) == message


@given(st.sampled_from(MESSAGES).flatmap(messages), st.data())
def test_a_message_with_another_number_of_parts_is_refused(message, data):
    parts = message.parts()
    wrong = data.draw(st.sampled_from([parts[:-1] or ["x"], [*parts, 1], parts[1:], [parts]]))
    with pytest.raises(WireError):
        read(wrong, type(message))


@given(st.sampled_from([kind for kind in MESSAGES if fields(kind)]).flatmap(messages), st.data())
def test_a_part_of_another_kind_is_refused(message, data):
    parts, expected = message.parts(), kinds_of(type(message))
    checked = [place for place, (kind, _) in enumerate(expected) if kind is not Any]
    if not checked:
        return
    place = data.draw(st.sampled_from(checked))
    parts[1 + place] = object()
    with pytest.raises(WireError, match=f"a damaged {type(message).__name__}"):
        read(parts, type(message))


@pytest.mark.parametrize(
    "said",
    [
        ["Failed", 1, ["ValueError", 2], "", "", None],  # a kind that is no text
        ["Failed", True, [], "", "", None],  # a truth value is no number here
        ["Judged", 1, [], {"kind": 3}, ""],
        ["Judged", 1, [], {3: "passed"}, ""],
        ["Ran", (), "", 0],  # a tuple is no list
        ("Ran", [], "", 0),
    ],
)
def test_parts_are_exactly_of_their_kinds(said):
    with pytest.raises(WireError):
        read(said, *MESSAGES)


class Claims:
    """Claims to be whatever is asked for."""

    __class__ = str

    def __eq__(self, other):
        return True

    __hash__ = None


def test_who_claims_to_be_a_text_is_none():
    for said in ([Claims(), 1], ["Ran", [], Claims(), 0], ["Failed", 1, [Claims()], "", "", None]):
        with pytest.raises(WireError):
            read(said, *MESSAGES)


def test_only_what_may_come_now_is_read():
    asked = AskCall("f", "__call__", [], {}, False).parts()
    with pytest.raises(WireError, match="a message that nobody waits for"):
        read(asked, Answered, Failed)
    assert read(asked, Answered, AskCall).subject == "f"


def test_each_message_says_what_its_parts_are():
    assert len(MESSAGES) > 35
    for kind in MESSAGES:
        assert all(expected in VALUES for expected, _ in kinds_of(kind)), kind


def test_a_message_that_promises_a_line_brings_one():
    here, there = socket.socketpair()
    with here, there:
        here.sendall(b"+")
        with pytest.raises(OSError, match="no line came"):
            receive_socket(there)


def test_messages_are_compared_by_their_parts():
    cell = JudgeCell(1, "x", [], False, [], {}, "")
    assert cell == read(cell.parts(), Ran, JudgeCell) != JudgeCell(2, "x", [], False, [], {}, "")
