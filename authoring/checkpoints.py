"""The checkpoint files beside the notebooks, computed from the reference solution.

``python -m authoring.checkpoints`` writes all, with names such as ``hw11`` only those; without it
they are only compared. The recipe for ``hw12_problem3.npz`` is in ``recipes/hw12_problem3.py``.
"""

import importlib
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import numpy as np
import torch

from authoring.solved import reference
from grading.course.notebooks import ROOT


def names(assignment: str = "") -> list[str]:
    """Names of the checkpoint files that there are recipes for."""
    recipes = Path(__file__).parent.glob(f"recipes/{assignment}*.py")
    return sorted(path.stem for path in recipes if not path.stem.startswith("_"))


def recipe(name: str) -> ModuleType:
    """The module that computes a checkpoint file.

    It has ``fixed(ref)``, arrays in which only rounding may differ; ``trained(ref, seeds)``,
    results of trainings; ``SEEDS``, those that are stored; ``TRIED``, those that the tests repeat;
    and ``compare(stored, computed)``, which asserts what holds for both.
    """
    return importlib.import_module(f"authoring.recipes.{name}")


def path(name: str) -> Path:
    return ROOT / "source" / name.split("_")[0] / "checkpoints" / f"{name}.npz"


def recompute(name: str, tried: bool = False) -> tuple[dict, dict]:
    """The arrays of a checkpoint file, computed anew on one thread.

    Parameters
    ----------
    name : str
        Such as ``"hw11"``.
    tried : bool
        Whether only the trainings that the tests repeat are run.

    Returns
    -------
    fixed, trained : dict of str to ndarray
    """
    steps = recipe(name)
    ref = reference(name.split("_")[0])
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return steps.fixed(ref), steps.trained(ref, steps.TRIED if tried else steps.SEEDS)
    finally:
        torch.set_num_threads(threads)


def main(chosen: Iterable[str]) -> None:
    """Write some checkpoint files, or all.

    Raises
    ------
    SystemExit
        If a name is none of a checkpoint file, with those that there are.
    """
    chosen = [*chosen] or names()
    if unknown := [name for name in chosen if name not in names()]:
        raise SystemExit(f"There is no recipe for {unknown[0]}; there are {', '.join(names())}.")
    for name in chosen:
        fixed, trained = recompute(name)
        path(name).parent.mkdir(exist_ok=True)
        np.savez_compressed(path(name), **fixed, **trained)
        print(f"wrote {path(name).relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
