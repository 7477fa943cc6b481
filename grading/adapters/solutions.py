"""What becomes of a marked solution: a stub that names its function, or the plain solution.

Both are steps that nbgrader_config.py puts into nbgrader's own pipelines.
"""

import ast

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions, IncludeHeaderFooter
from traitlets.config import Configurable

from grading.course.gradecell import cell_name
from grading.course.names import parsed

PLACEHOLDER = "{function}"


class NamedStubs(ClearSolutions):
    """Put stubs in the place of solutions, which say what is missing where they say ``{function}``.

    That is the function or class around the stub, or else the cell.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if cell.cell_type == "code":
            stub = self.code_stub[resources["language"]].split("\n")
            stubs = {line.strip() for line in stub if PLACEHOLDER in line}
            lines = cell.source.split("\n")
            for number, line in enumerate(lines, 1):
                if line.strip() in stubs:
                    name = enclosing_name(cell.source, number) or cell_name(cell, cell_index + 1)
                    lines[number - 1] = line.replace(PLACEHOLDER, name)
            cell.source = "\n".join(lines)
        return cell, resources


class UnwrapSolutions(ClearSolutions):
    """Keep the solution and drop the two marker lines around it."""

    def preprocess_cell(self, cell, resources, cell_index):
        markers = (self.begin_solution_delimeter, self.end_solution_delimeter)
        cell.source = "\n".join(
            line
            for line in cell.source.split("\n")
            if not any(marker in line for marker in markers)
        )
        return cell, resources


def solved(notebook: NotebookNode, parent: Configurable) -> NotebookNode:
    """A source notebook as a student would hand it in who found the reference."""
    for step in (IncludeHeaderFooter, UnwrapSolutions):
        notebook, _ = step(parent=parent)(notebook, {})
    return notebook


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
    definitions = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    around = [
        node.name
        for node in ast.walk(parsed(source))  # outer ones come first
        if isinstance(node, definitions) and node.lineno <= line <= node.end_lineno
    ]
    return ".".join(around)
