"""How a process came to its end, where that was not its own: one class for each way.

No exit status of a student's process passes one for another: what it may say is read in one place,
and nobody takes words for an outcome.
"""


class ForkFailed(RuntimeError):
    """A fork did not begin, or was ended from outside of its sandbox."""


class PreambleFailed(SystemExit):
    """The instructor's own first cell does not run in a judge; the text says why."""


class Ended(Exception):
    """A cell did not come to its own end; the text says why, in words for the student."""


class CellTimeout(Ended):
    """A cell ran out of its time.

    Attributes
    ----------
    answered : bool
        Whether the other end still spoke after that.
    waited : bool
        Whether it did not compute in that time, but waited for something, and let itself be
        interrupted.
    """

    answered = waited = False


class KernelDied(Ended):
    """A cell ended the Python that it ran in."""


class OutOfMemory(Ended):
    """A cell used more memory than a notebook may."""


class JudgeEnded(Ended):
    """The judge did not come to the end of a grade cell."""
