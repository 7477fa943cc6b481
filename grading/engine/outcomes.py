"""What becomes of cells and processes that do not come to their own end, as data: one class each.

No class has a sentence: what is said of it stands in the words that a notebook's `Work` has. No
exit status of a student's process passes one for another: what it may say is read in one place, and
nobody takes words for an outcome.
"""

from dataclasses import dataclass, field


class ForkFailed(RuntimeError):
    """A fork did not begin, or was ended from outside of its sandbox; the text has the cause."""


class WorkersLost(Exception):
    """Whoever ran a notebook was lost meanwhile, and so was the next one, where it ran alone."""


@dataclass(eq=False)
class SandboxRefused(Exception):
    """The system refuses walls before any student's code has run.

    Attributes
    ----------
    reason : str
        Which wall, and the system's own error; empty where none was given.
    """

    reason: str


@dataclass(eq=False)
class PreambleFailed(Exception):
    """The instructor's preamble does not run in a judge.

    Attributes
    ----------
    error : str
        Kind and text of Python's error.
    """

    error: str


class Ended(Exception):
    """A cell did not come to its own end."""


@dataclass(eq=False)
class CellTimeout(Ended):
    """A cell ran out of its time, or none was left for it.

    Attributes
    ----------
    seconds : float
        All the time that there was.
    of_notebook : bool
        Whether it was the notebook's rather than the cell's.
    begun : bool
        Whether the cell had been begun.
    answered : bool
        Whether the other end still spoke after that.
    waited : bool
        Whether it did not compute in that time, but waited for something, and let itself be
        interrupted.
    """

    seconds: float
    of_notebook: bool = False
    begun: bool = True
    answered: bool = field(default=False, init=False)
    waited: bool = field(default=False, init=False)


@dataclass(eq=False)
class KernelDied(Ended):
    """Python ended in a cell, or could not be had for it.

    Attributes
    ----------
    begun : bool
        Whether the cell had been begun.
    restarts : int
        Of a cell that was not, how many before it had ended Python, if they were too many.
    broken : str
        Which rule the answer of the cell broke, for which it is as good as ended.
    """

    begun: bool = True
    restarts: int = 0
    broken: str = ""


@dataclass(eq=False)
class OutOfMemory(Ended):
    """A cell used more memory than a notebook may.

    Attributes
    ----------
    most : int
        Bytes that it may use.
    """

    most: int


@dataclass(eq=False)
class JudgeEnded(Ended):
    """The judge did not come to the end of a grade cell."""


@dataclass(eq=False)
class ReferenceFailed(Exception):
    """The instructor's own answers cannot be run.

    Attributes
    ----------
    name : str
        Of the notebook.
    cause : Ended or str
        How a cell of theirs ended that did not stop with an error; otherwise kind and text of
        Python's error.
    """

    name: str
    cause: Ended | str


@dataclass(frozen=True)
class Stop:
    """Where a cell stopped with an error, as its own process says.

    Attributes
    ----------
    kind : str
        Of the error; empty where it is none of Python's own.
    line : int
        Of the cell; 0 where it is not known.
    """

    kind: str
    line: int
