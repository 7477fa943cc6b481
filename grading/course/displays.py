"""Which cells of a notebook only display, so that no mark depends on them.

A locked code cell whose name is ``figure`` or begins with ``figure_`` is there to be looked at, or
makes what only such cells use. The names are the instructor's: they come from the gradebook, never
from what was handed in. Marks are given without running such a cell, unless another cell needs a
name that it defines.
"""

import re
from collections.abc import Iterable, Sequence

from grading.course.names import names_defined, names_perhaps_needed

FIGURE = re.compile(r"figure(_.*)?")
#: Letters of all cells beyond which nobody looks for names, and every figure is run.
MOST_LETTERS = 300_000


def is_figure(name: str) -> bool:
    """Whether a locked code cell of this name is there to be looked at."""
    return bool(FIGURE.fullmatch(name))


def only_displayed(sources: Sequence[str], figures: Iterable[int]) -> set[int]:
    """Those of the figure cells that nothing else needs.

    Parameters
    ----------
    sources : sequence of str
        All code cells of a notebook, grade cells included.
    figures : iterable of int
        Positions of its figure cells.

    Returns
    -------
    set of int
        Positions of cells that need not run before the marks are known.
    """
    left_out = set(figures) if sum(map(len, sources)) <= MOST_LETTERS else set()
    while True:
        run = [source for position, source in enumerate(sources) if position not in left_out]
        needed = {name for source in run for name in names_perhaps_needed(source)}
        missed = {p for p in left_out if not needed.isdisjoint(names_defined(sources[p]))}
        if not missed:
            return left_out
        left_out -= missed
