"""What went wrong, in the words of the checks, grouped over a class.

Only what the checks themselves say is kept: no text that a student's code could have written.
"""

import builtins
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from grading.engine.verdicts import Verdict
from grading.outputs.results import GradedCell, Results

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w])")
#: Errors of numpy and torch that students meet, beside those of Python.
KNOWN_ERRORS = ("LinAlgError", "AxisError", "UFuncTypeError", "OutOfMemoryError")
#: What is wrong with a function that is not there, by the kind of the verdict.
LACKS = {"unwritten": "not written yet", "undefined": "not defined"}
#: Why a function is not defined.
NO_CELL = ": its cell is missing, or ends in an error"
NOT_CHECKED = "not checked, because {name} is {lack}"


@dataclass(frozen=True)
class Mistake:
    """A message that students read, and how many of them."""

    cell: GradedCell
    text: str
    students: int


def is_about(name: str, function: str) -> bool:
    """Whether a name is that of a function, or of the class that it belongs to."""
    return name.split(".")[0] == function.split(".")[0]


def is_own(verdict: Verdict, cell: GradedCell) -> bool:
    """Whether what a check did not find is the function that it is about."""
    return is_about(verdict.place, cell.function) or cell.function == cell.name


def is_unwritten(verdict: Verdict | None, cell: GradedCell) -> bool:
    """Whether the function that a grade cell is about is still the released one."""
    return verdict is not None and verdict.kind == "unwritten" and is_own(verdict, cell)


def is_blocked(verdict: Verdict | None, cell: GradedCell) -> bool:
    """Whether another function is not there, so that its own was not checked."""
    return verdict is not None and verdict.kind in LACKS and not is_own(verdict, cell)


def cause(verdict: Verdict, cell: GradedCell, functions: Iterable[str] = ()) -> str:
    """The cause of a lost cell in a few words that are the checks' own.

    Parameters
    ----------
    verdict : Verdict
    cell : GradedCell
    functions : iterable of str
        Names that may be said where another function is in the way; a student's code can make up
        others.
    """
    match verdict.kind:
        case "unwritten" | "undefined":
            return not_checked(verdict, cell, functions)
        case "ended":
            return verdict.says.split("\n")[0]
        case "error":
            return f"stops with {named(verdict.error)}"
        case "stops":
            stops = f"stops with {named(verdict.error)}"
            return f"{stops}: {verdict.likely}" if verdict.likely else stops
        case "wrong" if verdict.reason:
            return "another answer than the right one"
        case "stumbles":
            error = named(verdict.error)
            return f"an answer of another kind than asked for ({error} in the check)"
    if verdict.likely:
        return verdict.likely
    return f"expected {verdict.expected}" if verdict.expected else "fails the check"


def not_checked(verdict: Verdict, cell: GradedCell, functions: Iterable[str]) -> str:
    """The cause where a check did not find all that it needs."""
    lack, own = LACKS[verdict.kind], is_own(verdict, cell)
    if own and verdict.kind == "unwritten":
        return lack
    known = any(is_about(verdict.place, function) for function in functions)
    why = NOT_CHECKED.format(
        name="it" if own else verdict.place if known else "another function", lack=lack
    )
    if verdict.kind == "unwritten":
        return why
    # Why a name is missing is said with the name, which may be one of a student's own.
    told = verdict.because.rstrip(".") if own or known else ""
    return f"{why}. {told}" if told else f"{why}{NO_CELL}"


def named(kind: str) -> str:
    """The kind of an error; a class that a student's code defines stays unnamed."""
    known = isinstance(getattr(builtins, kind, None), type) or kind in KNOWN_ERRORS
    if not known:
        return "an error of its own kind"
    # Of those with a U in front only this one is spoken with a vowel.
    return f"{'an' if kind[0] in 'AEIO' or kind == 'UnboundLocalError' else 'a'} {kind}"


def mistakes(results: Results) -> list[Mistake]:
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
            verdict = notebook.verdicts.get(cell.name) if notebook else None
            if verdict is None or verdict.passed:
                continue
            if not is_unwritten(verdict, cell) and not is_blocked(verdict, cell):
                text = cause(verdict, cell)
                groups.setdefault((cell, NUMBER.sub("…", text)), Counter())[text] += 1
    found = [
        Mistake(cell, next(iter(texts)) if len(texts) == 1 else pattern, texts.total())
        for (cell, pattern), texts in groups.items()
    ]
    places = {cell: place for place, cell in enumerate(results.cells)}
    return sorted(found, key=lambda mistake: (-mistake.students, places[mistake.cell]))
