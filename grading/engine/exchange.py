"""What a judge and a witness have said to each other, recorded and played again.

A check that has changed mostly asks what it has asked before, of the same code. The answers are
known then, and nothing of the student's has to run. Of questions only digests are kept. Where the
check asks anything else, the line ends there as if the witness had gone, and the notebook runs.
"""

import base64
import hashlib
import zlib
from typing import Any

import msgpack

#: Bytes of answers to one grade cell, and letters of a record, beyond which there is none.
MOST_BYTES, MOST_LETTERS = 1 << 20, 400_000


class Recorder:
    """A line to a witness that keeps what passes through it.

    Parameters
    ----------
    line : socket
    """

    def __init__(self, line: Any) -> None:
        self.line, self.turns, self.room = line, list[list[bytes]](), MOST_BYTES
        self.asked = hashlib.sha256()
        self.listening = False

    def sendall(self, data: bytes) -> None:
        """Send a question, or a part of one."""
        if self.listening:
            self.asked, self.listening = hashlib.sha256(), False
        self.asked.update(data)
        self.line.sendall(data)

    def recv(self, size: int) -> bytes:
        """Receive a part of an answer."""
        part = self.line.recv(size)
        if not self.listening:
            self.listening = True
            self.turns.append([self.asked.digest(), b""])
        self.room -= len(part)
        if self.room >= 0:
            self.turns[-1][1] += part
        return part

    def close(self) -> None:
        """Close this end of the line."""
        self.line.close()

    #: A witness that is really asked is asked all that there is to ask.
    asked_less = False

    def record(self) -> str:
        """All of it, for `Replayer`; empty where it was too much."""
        if self.room < 0:
            return ""
        text = base64.b64encode(zlib.compress(msgpack.packb(self.turns), level=1)).decode()
        return text if len(text) <= MOST_LETTERS else ""


class Replayer:
    """A line on which answers come that were recorded, as long as the questions are the same.

    Parameters
    ----------
    text : str
        From `Recorder.record`.
    """

    def __init__(self, text: str) -> None:
        self.turns = turns_in(text)
        self.turns.reverse()
        self.asked, self.answer = hashlib.sha256(), b""

    def sendall(self, data: bytes) -> None:
        """Hear a question, or a part of one."""
        self.asked.update(data)

    def recv(self, size: int) -> bytes:
        """A part of the answer; nothing where the question is another one."""
        if not self.answer:
            known, answer = self.turns.pop() if self.turns else (b"", b"")
            if known != self.asked.digest():
                return b""
            self.asked, self.answer = hashlib.sha256(), answer
        part, self.answer = self.answer[:size], self.answer[size:]
        return part

    def close(self) -> None:
        """Nothing is open."""

    @property
    def asked_less(self) -> bool:
        """Whether not all of it was asked again."""
        return bool(self.turns or self.answer)

    def record(self) -> str:
        """There is nothing new to keep."""
        return ""


def turns_in(text: str) -> list:
    """What a record holds; nothing where it is damaged."""
    try:
        return msgpack.unpackb(zlib.decompress(base64.b64decode(text)))
    except (zlib.error, msgpack.UnpackException, ValueError):
        return []
