"""Tolerances that follow from how far right trainings scatter.

``make calibrate`` runs every module of `bank.calibrations` (``python -m bank.calibrate
hw11_problem4`` a single one) and writes ``bank/<assignment>/<problem>/tolerances.toml``. A
test holds the grade cells to these files.
"""

import importlib
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

import numpy as np
import torch

from bank.entries import BANK
from grading.course.notebooks import require

HEAD = "# Written by `make calibrate`, the comments of whose module say what the numbers are."


def names() -> list[str]:
    """Problems with random trainings, such as ``"hw11_problem4"``."""
    found = (Path(__file__).parent / "calibrations").glob("hw*.py")
    return sorted(path.stem for path in found)


def module(name: str) -> ModuleType:
    """What draws the trainings of a problem."""
    require(name.split("_")[0])
    return importlib.import_module(f"bank.calibrations.{name}")


def path(name: str) -> Path:
    """Where the tolerances of a problem are kept."""
    return BANK.joinpath(*name.split("_")) / "tolerances.toml"


def chance_above(values: np.ndarray, limit: float) -> float:
    """The chance that a quantity exceeds a limit, for the heaviest tail that fits what was seen.

    The largest values are taken to follow a power law, with Hill's estimate of its exponent
    (B. M. Hill, Annals of Statistics 3, 1163 (1975)); of all numbers of "largest values" from 10 to
    50 the most pessimistic one counts.
    """
    falling = np.sort(values)[::-1]
    chances = []
    for k in range(10, 51):
        spread = np.log(falling[:k] / falling[k]).sum()
        exponent = k / spread if spread > 0 else np.inf
        chances.append(k / len(values) * (falling[k] / limit) ** exponent)
    return max(chances)


def toml(tables: Mapping[str, Mapping]) -> str:
    """Nested dicts of numbers as the text of a TOML file."""
    lines = [HEAD]
    for title, table in tables.items():
        lines += ["", f"[{title}]"]
        for key, value in table.items():
            if isinstance(value, dict):
                lines += ["", f"[{title}.{key}]"]
                lines += [f'"{inner}" = {number:.2g}' for inner, number in value.items()]
            else:
                lines.append(f'"{key}" = {value:.2g}')
    return "\n".join(lines) + "\n"


def main(chosen: Iterable[str]) -> None:
    """Write the tolerances of some problems, or of all.

    Raises
    ------
    SystemExit
        If a name is none of a problem with random trainings, with those that there are.
    """
    chosen = [*chosen] or names()
    if unknown := [name for name in chosen if name not in names()]:
        raise SystemExit(f"{unknown[0]} has no calibration; there are {', '.join(names())}.")
    torch.set_num_threads(1)
    for name in chosen:
        tables = module(name).calibrate()
        path(name).write_text(toml(tables))
        print(path(name).read_text())


if __name__ == "__main__":
    main(sys.argv[1:])
