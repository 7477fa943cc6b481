"""What is said of cells and processes that do not come to their own end, and of what is left out.

The engine has these as data. Whoever makes a `Work` for it gives it this module as its words.
"""

import sys
from collections.abc import Sequence

from grading.counts import counted
from grading.engine.outcomes import (
    CellTimeout,
    Ended,
    JudgeEnded,
    KernelDied,
    OutOfMemory,
    PreambleFailed,
    ReferenceFailed,
    SandboxRefused,
    Stop,
)
from grading.engine.pictures import Picture

#: Errors of a cell that is no Python, of which it matters which Python reads it.
NO_PYTHON = ("SyntaxError", "IndentationError", "TabError")
#: What helps with errors of a cell that have one usual cause where work is graded.
REMEDIES = {
    "ModuleNotFoundError": "What that line imports is not there when work is graded: delete it, "
    "and use numpy and torch.",
    "ImportError": "What that line imports is not there when work is graded: look at its spelling, "
    "or delete it.",
    "AssertionError": "An `assert` of your own does not hold when work is graded, perhaps as there "
    "is no GPU: delete it.",
    "FileNotFoundError": "That file is not there when work is graded: use the files that came with "
    "the notebook, by their names alone.",
    "MemoryError": "That line asks for more memory than a notebook has: compute in parts, or with "
    "smaller arrays.",
    "EOFError": "It waits for a keyboard, at which nobody sits when work is graded: delete that "
    "line.",
}
MILLION = 1e6


# --- For students, in the outputs of their notebooks ---------------------------------------------


def ended(end: Ended) -> str:
    """How a cell came to an end that was not its own."""
    match end:
        case CellTimeout(begun=False):
            return (
                "This cell was not run: the cells before it had used all of the notebook's "
                f"{end.seconds} s."
            )
        case CellTimeout(of_notebook=True):
            return f"This cell was stopped: the notebook ran longer than {end.seconds} s."
        case CellTimeout():
            return f"This cell was stopped: it ran longer than {end.seconds} s."
        case OutOfMemory():
            return (
                f"This notebook was stopped here: it used more than its {end.most >> 20} MiB of "
                "memory, the files that it wrote included."
            )
        case KernelDied():
            return died(end)
        case JudgeEnded():
            return "The judge ended in this cell. Your instructor can grade the notebook again."
    raise TypeError(f"nothing is said of {type(end).__name__}")


def no_room(most: int) -> str:
    """How a cell stopped that asked for more memory than there was, and was given none."""
    return (
        "This cell stopped with MemoryError: it asked for more than was left of the notebook's "
        f"{most >> 20} MiB of memory."
    )


def died(end: KernelDied) -> str:
    """How Python ended in a cell, or why it could not be had for it."""
    if end.broken:
        return f"This cell sent an answer that breaks the rules: {end.broken}."
    if end.begun:
        return "Python ended while this cell ran: it called exit or crashed."
    if end.restarts:
        return f"This cell was not run: {counted(end.restarts, 'cell')} before it had ended Python."
    return "Python could not go on before this cell."


def missing(name: str, why: Ended | Stop) -> str:
    """What became of the cell that should define a name, where a check misses it."""
    if isinstance(why, Ended):
        return f"About the cell that should define {name}: {ended(why)}"
    if why.kind in REMEDIES:
        return f"{of_a_cell(name, why)}. {REMEDIES[why.kind]}"
    return of_a_cell(name, why)


def of_a_cell(name: str, why: Stop) -> str:
    """Where a cell stopped that should define a name."""
    where = f" in line {why.line}" if why.line else ""
    what = why.kind or "an error"
    if why.kind in NO_PYTHON:
        what = f"{what}, in Python {sys.version_info.major}.{sys.version_info.minor}"
    return f"The cell that should define {name} stopped{where} with {what}"


def kept(name: str, command: str) -> str:
    """What is said of a name in a cell that a command does not run as Python, or runs apart."""
    return (
        f"The cell that should define {name} begins with {command}, so nothing of it stays. Delete "
        "that line."
    )


def later(name: str) -> str:
    """What is said of a name that stands below the check that misses it."""
    return f"{name} is defined in a later cell only; cells run from top to bottom."


def absent(name: str, close: Sequence[str]) -> str:
    """What is said of a name that students are asked to define, and that no cell does."""
    other = f"; one defines {' and '.join(close)}" if close else ""
    return f"No cell of this notebook defines {name}{other}."


def tasks(labels: Sequence[str]) -> str:
    """Tasks in a row."""
    return " and ".join(labels)


def given_right(tasks: str, passed: bool) -> str:
    """That right tasks stood in the place of earlier ones of the student's."""
    return f"  ({'right,' if passed else 'wrong also'} given a right {tasks})\n"


def unreadable_picture() -> str:
    """What stands in the place of a picture that is none, as far as can be seen."""
    return "A picture is left out here: it is no PNG or JPEG whose size can be read."


def large_picture(picture: Picture, most: int) -> str:
    """What stands in the place of a picture that has more pixels than one may have."""
    return (
        f"A picture of {picture.width} × {picture.height} pixels is left out here: up to "
        f"{most / MILLION:g} million are shown."
    )


def picture_without_room(most: int) -> str:
    """What stands in the place of a picture that has too many pixels with those before it."""
    return (
        "A picture is left out here: the pictures of this notebook have more than "
        f"{most / MILLION:g} million pixels together."
    )


def cut_off() -> str:
    """What stands in the place of outputs for which a page has no room."""
    return (
        "The outputs of this notebook are longer than its page may be; the rest was cut off here."
    )


# --- For whoever grades, in the terminal ---------------------------------------------------------


def sandbox_refused(refusal: SandboxRefused) -> str:
    """What to do where the system has no sandbox."""
    reason = refusal.reason or "it gave no reason"
    return (
        f"This system refuses the sandbox for submissions: {reason}. Grade on a Linux machine that "
        "allows user namespaces, or set c.JudgedExecute.sandbox = False in nbgrader_config.py to "
        "grade without a sandbox."
    )


def preamble_failed(failure: PreambleFailed) -> str:
    """What to do where the preamble of a source notebook does not run."""
    return f"The preamble of the source notebook fails: {failure.error}. Mend it there."


def reference_failed(failure: ReferenceFailed) -> str:
    """What follows from a source notebook whose own answers cannot be run."""
    cause = failure.cause
    return (
        f"The reference of {failure.name} cannot be used, so its later tasks are not judged again "
        f"where earlier ones failed: {ended(cause) if isinstance(cause, Ended) else cause}"
    )
