"""What stands between the markers of a solution, and the stub that students get in its place."""

import ast
from collections.abc import Collection

from grading.course.names import DEFINITIONS, names_defined, parsed

#: What a line of a stub says in the place of the function that is not written.
PLACEHOLDER = "{function}"
#: The lines around a solution that nbgrader looks for where a course sets no others.
MARKERS = ("BEGIN SOLUTION", "END SOLUTION")


def without_markers(source: str, markers: Collection[str] = MARKERS) -> str:
    """The source of a solution cell without the lines that hold a marker."""
    lines = source.split("\n")
    return "\n".join(line for line in lines if not any(marker in line for marker in markers))


def unanswered(source: str, markers: Collection[str] = MARKERS) -> str | None:
    """A cell as students get it who are to replace values in it; None if it is another cell.

    It gives each name of its solution a value before the solution begins, such as ``guess = None``,
    so that the cell runs without the solution and needs no stub.
    """
    begin, end = markers
    before, found, rest = source.partition(begin)
    inside, _, after = rest.partition(end)
    if not found or begin in after:
        return None
    given = "\n".join(before.split("\n")[:-1]).strip()
    answers = names_defined("\n".join(inside.split("\n")[1:-1]))
    return given if answers and answers <= names_defined(given) else None


def named_stubs(source: str, stub: str, otherwise: str) -> str:
    """A cell with stubs that name the function or class around them.

    Parameters
    ----------
    source : str
        A cell in which stubs stand where solutions were.
    stub : str
        As it is configured, with `PLACEHOLDER` in some of its lines.
    otherwise : str
        What is named where no function is around a stub.

    Returns
    -------
    str
    """
    stubs = {line.strip() for line in stub.split("\n") if PLACEHOLDER in line}
    lines = source.split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip() in stubs:
            name = enclosing_name(source, number) or otherwise
            lines[number - 1] = line.replace(PLACEHOLDER, name)
    return "\n".join(lines)


def enclosing_name(source: str, line: int) -> str:
    """Dotted name of the innermost function or class around a line.

    Parameters
    ----------
    source : str
        Source of a cell; lines for IPython are no obstacle.
    line : int
        Line number, counted from 1.

    Returns
    -------
    str
        For instance ``"fit_standardizer"`` or ``"AutoEncoder.forward"``; empty where the line
        stands outside of every function and class, or the cell is no Python.
    """
    around = [
        node.name
        for node in ast.walk(parsed(source))  # outer ones come first
        if isinstance(node, DEFINITIONS) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return ".".join(around)
