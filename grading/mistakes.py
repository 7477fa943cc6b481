"""What went wrong, in the words of the checks, grouped over a class.

Only what the checks themselves say is kept: no text that a student's code could have written.
"""

import builtins
import re
from collections import Counter
from dataclasses import dataclass

from grading.forks import Ended

LABELLED = re.compile(r"^  (expected|got|likely) +(.*)$")
UNDER_A_ROW = " " * 12
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w])")
RUNS = "runs through and returns its result"
STUMBLES = re.compile(r"an answer on which the check stumbles \((\w+)")
#: Errors of the engine, whose text is a sentence for the student.
ENDED = tuple(kind.__name__ for kind in Ended.__subclasses__())
#: Errors of numpy and torch that students meet, beside those of Python.
KNOWN_ERRORS = ("LinAlgError", "AxisError", "OutOfMemoryError")
UNWRITTEN = "not written yet"
UNDEFINED = "not defined: its cell is missing, or ends in an error"


@dataclass(frozen=True)
class Mistake:
    """A message that students read, and how many of them."""

    cell: object
    text: str
    students: int


def is_unwritten(error):
    """Whether a grade cell's error says that its function is still the released one."""
    return error is not None and error[0] == "NotWritten" and UNWRITTEN in error[1]


def taken_apart(text):
    """The rows of a check's message, and what else it says.

    Parameters
    ----------
    text : str
        As `checks.py` writes it.

    Returns
    -------
    rows : list of [str, str]
        ``expected``, ``got`` or ``likely``, and what stands there, on one line.
    lines : list of str
        The others.
    """
    rows, lines = [], []
    for line in text.split("\n"):
        found = LABELLED.match(line)
        if found:
            rows.append([found[1], found[2].strip()])
        elif rows and line.startswith(UNDER_A_ROW):
            rows[-1][1] += f" {line.strip()}"
        else:
            lines.append(line)
    return rows, lines


def parts_of(text):
    """What was expected, what came, and the likely mistake, of a check's message.

    Returns
    -------
    dict of str to str
        By ``expected``, ``got`` and ``likely``; those not said are missing.
    """
    return dict(taken_apart(text)[0])


def cause(error):
    """The cause of a lost cell in a few words that are the checks' own.

    Parameters
    ----------
    error : tuple of str
        Kind and text of the error.

    Returns
    -------
    str
    """
    kind, text = error
    if is_unwritten(error):
        return UNWRITTEN
    if kind == "NotWritten":
        return UNDEFINED
    if kind != "CheckFailed":
        # The engine's own sentences on cells that did not come to their end.
        return text.split("\n")[0] if kind in ENDED else f"stops with {named(kind)}"
    parts = parts_of(text)
    got, likely = parts.get("got", ""), parts.get("likely")
    if parts.get("expected", "").endswith(RUNS):
        stops = f"stops with {named(got.split(':')[0].split(',')[0].strip())}"
        return f"{stops}: {likely}" if likely else stops
    stumbled = STUMBLES.match(got)
    if stumbled:
        return f"an answer of another kind than asked for ({named(stumbled[1])} in the check)"
    if likely:
        return likely
    return f"expected {parts['expected']}" if "expected" in parts else "fails the check"


def named(kind):
    """The kind of an error; a class that a student's code defines stays unnamed."""
    known = isinstance(getattr(builtins, kind, None), type) or kind in KNOWN_ERRORS
    if not known:
        return "an error of its own kind"
    return f"{'an' if kind[0] in 'AEIOU' else 'a'} {kind}"


def mistakes(results):
    """All mistakes of a class, the most frequent first; unwritten functions are none.

    Messages that differ in their numbers only are one mistake; its text then shows … in their
    place.

    Returns
    -------
    list of Mistake
    """
    groups = {}
    for cell in results.cells:
        for student in results.students:
            notebook = results.notebooks.get((student.id, cell.notebook))
            error = notebook and notebook.errors.get(cell.name)
            if error and not is_unwritten(error):
                text = cause(error)
                groups.setdefault((cell, NUMBER.sub("…", text)), Counter())[text] += 1
    found = [
        Mistake(cell, next(iter(texts)) if len(texts) == 1 else pattern, texts.total())
        for (cell, pattern), texts in groups.items()
    ]
    places = {cell: place for place, cell in enumerate(results.cells)}
    return sorted(found, key=lambda mistake: (-mistake.students, places[mistake.cell]))
