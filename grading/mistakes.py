"""What went wrong, in the words of the checks, grouped over a class.

Only what the checks themselves say is kept: no text that a student's code could have written.
"""

import builtins
import re
from collections import Counter
from dataclasses import dataclass

from grading.engine.forks import Ended

LABELLED = re.compile(r"^  (expected|got|likely) +(.*)$")
UNDER_A_ROW = " " * 12
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w])")
RUNS = "runs through and returns its result"
STUMBLES = re.compile(r"an answer on which the check stumbles \((\w+)")
#: Errors of the engine, whose text is a sentence for the student.
ENDED = tuple(kind.__name__ for kind in Ended.__subclasses__())
#: Errors of numpy and torch that students meet, beside those of Python.
KNOWN_ERRORS = ("LinAlgError", "AxisError", "OutOfMemoryError")
UNWRITTEN, UNDEFINED = "not written yet", "not defined"
#: What a check says that finds no function: its name, and which of the two is true of it.
LACKING = re.compile(rf"(?:cell )?([\w.-]+) is ({UNWRITTEN}|{UNDEFINED})\b")
#: Why a function is not defined.
NO_CELL = ": its cell is missing, or ends in an error"
NOT_CHECKED = "not checked, because {name} is {lack}"


@dataclass(frozen=True)
class Mistake:
    """A message that students read, and how many of them."""

    cell: object
    text: str
    students: int


def lacking(error):
    """Which function a check did not find, and whether it is not written or not defined.

    Parameters
    ----------
    error : tuple of str or None
        Kind and text of the error in a grade cell.

    Returns
    -------
    name, lack : str
        Empty where the check found all that it needs.
    """
    found = LACKING.match(error[1]) if error and error[0] == "NotWritten" else None
    return found.groups() if found else ("", "")


def is_about(name, function):
    """Whether a name is that of a function, or of the class that it belongs to."""
    return name.split(".")[0] == function.split(".")[0]


def is_unwritten(error, cell):
    """Whether a grade cell's error says that its own function is still the released one."""
    name, lack = lacking(error)
    return lack == UNWRITTEN and (is_about(name, cell.function) or cell.function == cell.name)


def is_blocked(error, cell):
    """Whether it says that another function is not there, so that its own was not checked."""
    name, _ = lacking(error)
    return bool(name) and not (is_about(name, cell.function) or cell.function == cell.name)


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


def cause(error, cell, functions=()):
    """The cause of a lost cell in a few words that are the checks' own.

    Parameters
    ----------
    error : tuple of str
        Kind and text of the error.
    cell : grading.results.Cell
    functions : iterable of str
        Names that may be said where another function is in the way; a student's code can make up
        others.

    Returns
    -------
    str
    """
    kind, text = error
    if is_unwritten(error, cell):
        return UNWRITTEN
    if kind == "NotWritten":
        name, lack = lacking(error)
        blocked = is_blocked(error, cell)
        known = blocked and any(is_about(name, function) for function in functions)
        other = name if known else "another function"
        why = NOT_CHECKED.format(name=other if blocked else "it", lack=lack or UNDEFINED)
        return why if lack == UNWRITTEN else f"{why}{NO_CELL}"
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
    """All mistakes of a class, the most frequent first.

    A function that is unwritten is none, nor is one that was not checked because of another.

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
            if error and not is_unwritten(error, cell) and not is_blocked(error, cell):
                text = cause(error, cell)
                groups.setdefault((cell, NUMBER.sub("…", text)), Counter())[text] += 1
    found = [
        Mistake(cell, next(iter(texts)) if len(texts) == 1 else pattern, texts.total())
        for (cell, pattern), texts in groups.items()
    ]
    places = {cell: place for place, cell in enumerate(results.cells)}
    return sorted(found, key=lambda mistake: (-mistake.students, places[mistake.cell]))
