"""What becomes of a marked solution: a stub that names its function, or the plain solution.

Both are steps that nbgrader_config.py puts into nbgrader's own pipelines.
"""

import ast

from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor
from nbgrader.utils import is_solution

PLACEHOLDER = "{function}"


class NameStubs(NbGraderPreprocessor):
    """Put the name of the function around each stub where the stub says ``{function}``."""

    def preprocess_cell(self, cell, resources, cell_index):
        if cell.cell_type == "code" and is_solution(cell):
            lines = cell.source.split("\n")
            for number, line in enumerate(lines):
                if PLACEHOLDER in line:
                    name = enclosing_name(cell.source, number + 1)
                    lines[number] = line.replace(PLACEHOLDER, name)
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


def enclosing_name(source, line):
    """Dotted name of the innermost function or class around a line.

    Parameters
    ----------
    source : str
        Python source of a cell.
    line : int
        Line number, counted from 1.

    Returns
    -------
    str
        For instance ``"fit_standardizer"`` or ``"AutoEncoder.forward"``.

    Raises
    ------
    ValueError
        If the line stands outside of every function and class.
    """
    names = []
    scope = ast.parse(source)
    while scope is not None:
        scope = next(
            (
                node
                for node in ast.iter_child_nodes(scope)
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                and node.lineno <= line <= node.end_lineno
            ),
            None,
        )
        if scope is not None:
            names.append(scope.name)
    if not names:
        raise ValueError(
            f"Expected the solution region at line {line} to stand inside a function or class, "
            f"found it outside. Move it, so that the stub can name what is missing:\n{source}"
        )
    return ".".join(names)
