"""Letters that may stand in a terminal or on a page: none that steers it or cannot be seen.

Names, such as that of a student's folder, keep to `printable`; texts that a student's cells put out
keep their lines, and to `plain`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

#: How many letters of a name are shown.
MOST_LETTERS = 80
#: What steers a terminal or turns a line round; tabs and ends of lines may stay.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
#: The same, but colours and what moves within a line may stay.
STEERING = re.compile(
    r"\x1b(?!\[[\d;]*m)|(?![\x08\r\x1b])" + CONTROL.pattern,
)
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def plain(text: str) -> str:
    """Text without characters that steer a terminal."""
    return STEERING.sub("", text)


def visible(text: str) -> str:
    """Lines with signs in the place of what cannot be shown, on which spaces and tabs may stay."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\t" else UNKNOWN for c in text)


def printable(name: object) -> str:
    """A name on one line, with signs in the place of what cannot be shown, cut where it is long."""
    text = visible(str(name)).replace("\n", UNKNOWN).replace("\t", UNKNOWN)
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"


def places(text: str) -> int:
    """How many places of a terminal a text takes: Chinese letters are twice as wide as others."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def listed(
    names: Iterable[object],
    most: int | None = None,
    shown: Callable[[object], str] = printable,
) -> str:
    """Names for a sentence, and how many more there are.

    Parameters
    ----------
    names : iterable of object
    most : int, optional
        How many are named; without it all are.
    shown : callable
        How a name is written.
    """
    names = list(names)
    more = 0 if most is None else len(names) - most
    return ", ".join(map(shown, names[:most])) + (f" and {more} more" if more > 0 else "")
