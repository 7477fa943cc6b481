"""The reference solution of an assignment as functions, and the modules beside its notebooks."""

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch

from grading.course.notebooks import ROOT, read_notebooks, require, solution_cells, unwrapped


def modules(assignment: str) -> dict[str, ModuleType]:
    """The modules beside an assignment's notebooks, by name."""
    require(assignment)
    return modules_in(ROOT / "source" / assignment)


def modules_in(folder: Path) -> dict[str, ModuleType]:
    """The modules of a folder, by name."""
    sys.path.insert(0, str(folder))
    try:
        return {path.stem: importlib.import_module(path.stem) for path in folder.glob("*.py")}
    finally:
        sys.path.remove(str(folder))


def reference(assignment: str) -> dict[str, Any]:
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
