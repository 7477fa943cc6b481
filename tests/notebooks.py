"""Where the course's notebooks are, and their cells by role.

Everything that the tests know about nbgrader's cell metadata is read here.
"""

import dis
import importlib
import sys
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest
import torch
from nbgrader.utils import is_grade, is_locked, is_solution

from grading.displays import is_figure
from grading.solutions import UnwrapSolutions

ROOT = Path(__file__).resolve().parent.parent
#: Tests take these as their examples; whoever makes a course of this may have removed them.
HOMEWORKS = ("hw11", "hw12")


def assignments():
    """Names of the assignments, in order."""
    return sorted({path.parent.name for path in (ROOT / "source").glob("*/*.ipynb")})


def needs(assignment):
    """Skip what takes a homework as its example where that was removed from the course.

    Called in a test or a fixture it skips the tests that use it, at the top of a module all of
    them. The functions that look for a homework, here and in `tests.entries`, call it themselves.

    Parameters
    ----------
    assignment : str
        Such as ``"hw11"``. A name that no homework ever had is left to fail.
    """
    if assignment in HOMEWORKS and assignment not in assignments():
        pytest.skip(f"needs {assignment}, which this course does not have", allow_module_level=True)


def read_notebooks(folder):
    """The notebooks of a folder, as a dict from file stem to notebook."""
    if not Path(folder).exists():
        needs(Path(folder).name)
    return {path.stem: read_notebook(path) for path in sorted(Path(folder).glob("*.ipynb"))}


def read_notebook(path):
    return nbformat.read(path, as_version=4)


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


def is_for_show(cell):
    """Whether a cell only makes events or figures, which no grade cell looks at."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return name == "events" or is_figure(name)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@cache
def names_read(source):
    """Names that a cell and the functions in it read from the notebook or from builtins."""

    def names_of(code):
        names = frozenset(
            instruction.argval
            for instruction in dis.get_instructions(code)
            if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME")
        )
        return names.union(*(names_of(part) for part in code.co_consts if hasattr(part, "co_code")))

    return names_of(compile(source, "<cell>", "exec"))


def unwrapped(cell):
    """Source of a solution cell without the marker lines."""
    copy = nbformat.from_dict(cell)
    UnwrapSolutions().preprocess_cell(copy, {}, 0)
    return copy.source


def modules(assignment):
    """The modules beside an assignment's notebooks, by name."""
    needs(assignment)
    return modules_in(ROOT / "source" / assignment)


def modules_in(folder):
    """The modules of a folder, by name."""
    sys.path.insert(0, str(folder))
    try:
        return {path.stem: importlib.import_module(path.stem) for path in folder.glob("*.py")}
    finally:
        sys.path.remove(str(folder))


def reference(assignment):
    """The reference solution of an assignment as a namespace of functions and classes.

    Returns
    -------
    dict
        What the solution cells define, together with the modules beside the notebooks.
    """
    namespace = {"np": np, "torch": torch, "nn": torch.nn, **modules(assignment)}
    for notebook in read_notebooks(ROOT / "source" / assignment).values():
        for cell in solution_cells(notebook):
            exec(unwrapped(cell), namespace)
    return namespace
