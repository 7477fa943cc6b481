"""Has nbgrader's converters take turns, whoever calls them: a command, or formgrader's button."""

import functools
from typing import Any

from nbconvert.exporters import Exporter

from grading.adapters.errors import as_nbgraders
from grading.records.turns import Turn


@functools.cache
def in_turn(exporter: type[Exporter]) -> type[Exporter]:
    """An exporter for converters that take turns.

    nbgrader makes a converter's exporter when it knows what there is to do, and before it touches
    a file.

    Parameters
    ----------
    exporter : type
        A class of nbconvert's exporters.

    Returns
    -------
    type
    """

    def __init__(self: Exporter, parent: Any = None, **kw: Any) -> None:
        if parent is not None:
            with as_nbgraders():
                waited = Turn.take(parent)
            if waited:  # by now there may be more to do, or less
                parent.init_notebooks()
        exporter.__init__(self, parent=parent, **kw)

    return type(exporter.__name__, (exporter,), {"__init__": __init__})
