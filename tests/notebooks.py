"""Where the course's notebooks are, and their cells by role.

Everything that the tests know about nbgrader's cell metadata is read here.
"""

import ast
import sys
from pathlib import Path

import nbformat
from nbgrader.utils import is_grade, is_locked, is_solution

from grading.solutions import UnwrapSolutions

ROOT = Path(__file__).resolve().parent.parent


def assignments():
    """Names of the assignments, in order."""
    return sorted(path.name for path in (ROOT / "source").iterdir() if path.is_dir())


def read_notebooks(folder):
    """The notebooks of a folder, as a dict from file stem to notebook."""
    paths = sorted(Path(folder).glob("*.ipynb"))
    return {path.stem: nbformat.read(path, as_version=4) for path in paths}


def grade_id(cell):
    """The name by which nbgrader knows a cell."""
    return cell.metadata.nbgrader.grade_id


def grade_cells(notebook):
    """Cells that earn points."""
    return [cell for cell in notebook.cells if is_grade(cell)]


def solution_cells(notebook):
    """Cells that students write in."""
    return [cell for cell in notebook.cells if is_solution(cell)]


def locked_cells(notebook):
    """Cells that run but neither earn points nor change: preamble and figures."""
    return [cell for cell in notebook.cells if is_locked(cell) and not is_grade(cell)]


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def declared(source):
    """Names of the functions and classes that a cell defines at its top level."""
    return [
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]


def unwrapped(cell):
    """Source of a solution cell without the marker lines."""
    copy = nbformat.from_dict(cell)
    UnwrapSolutions().preprocess_cell(copy, {}, 0)
    return copy.source


def reference(assignment):
    """The reference solution of an assignment as a namespace of functions and classes.

    Returns
    -------
    dict
        What the solution cells define, together with the modules beside the notebooks.
    """
    folder = ROOT / "source" / assignment
    sys.path.insert(0, str(folder))
    try:
        namespace = {}
        exec("import numpy as np\nimport torch\nfrom torch import nn", namespace)
        exec("from detector import make_detector_data", namespace)
    finally:
        sys.path.remove(str(folder))
    for notebook in read_notebooks(folder).values():
        for cell in solution_cells(notebook):
            exec(unwrapped(cell), namespace)
    return namespace
