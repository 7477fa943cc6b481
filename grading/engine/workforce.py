"""Who runs notebooks: the `Pool` of one machine, or the workers of a cluster.

Both take notebooks ahead of time, run what there is room for, and are asked for what each run has
found. No run that shows something begins before every run that is judged is over, and every judge
has ended, wherever they are.
"""

from collections.abc import Hashable
from typing import Protocol

from grading.engine.results import RunResult
from grading.engine.run import Run, Work


class Workforce(Protocol):
    """Runs notebooks."""

    @property
    def ahead(self) -> int:
        """How many notebooks it takes before it is asked for the first of them."""

    def warm(self) -> object:
        """Begin to load what notebooks need; does nothing where that is loaded."""

    def check(self, work: Work) -> None:
        """See whether a notebook can be run and judged, before any student's code runs.

        Raises
        ------
        SandboxRefused
        PreambleFailed
        """

    def expect(self, key: Hashable, work: Work, kind: type[Run]) -> None:
        """Announce a notebook, which is run as soon as there is room.

        Parameters
        ----------
        key : hashable
            By which `result` is going to ask for it.
        work : Work
        kind : type
            `Marking` finds its marks, `Showing` what people see.
        """

    def result(self, key: Hashable, work: Work, kind: type[Run]) -> RunResult:
        """Wait for what a run has found; a notebook that was not announced is run now."""

    def forget(self) -> None:
        """End what was announced and is not asked for any more."""

    def leave(self) -> None:
        """Give back what nobody needs between two runs of grading."""
