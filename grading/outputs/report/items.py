"""How a class did on each grade cell, and which cells an instructor should look at.

The statistics of classical test theory: difficulty and corrected item-total correlation.
"""

import math
from dataclasses import dataclass

import numpy as np

from grading.counts import counted
from grading.outputs.results import Results

#: Students below which single cells say nothing about a class.
FEW = 5
#: Students from which the best third is a group of its own.
SOME = 12
#: A cell that tells strong from weak students reaches this correlation with the other cells
#: (R. L. Ebel and D. A. Frisbie, "Essentials of Educational Measurement", 1991).
TELLS = 0.2


@dataclass(frozen=True)
class Item:
    """How a class did on one cell.

    Attributes
    ----------
    handed_in, passed : int
        Students who handed in its notebook, and those of them with all of its points.
    unwritten : int
        Students who handed in its notebook with the function as it was released.
    waiting : int
        Students whose points a person still has to give.
    rate : float
        Share of students with all of its points; NaN where nobody handed it in.
    discrimination : float
        See `item_rest`; NaN where it has no value.
    strong, strong_passed : int
        Students of the best third by points elsewhere, and those of them who passed.
    """

    handed_in: int
    passed: int
    unwritten: int
    waiting: int
    rate: float
    discrimination: float
    strong: int
    strong_passed: int

    @property
    def tells_nothing(self) -> bool:
        """Whether the correlation is too low even two of its errors, 1 / sqrt(n), further up."""
        number = self.handed_in - self.waiting
        return number > 0 and self.discrimination + 2 / math.sqrt(number) < TELLS


def items(results: Results, unwritten: np.ndarray) -> list[Item]:
    """The statistics of all cells.

    Parameters
    ----------
    results : Results
    unwritten : ndarray of shape (n, k), bool
        Who left a function as it was released.

    Returns
    -------
    list of Item
        One per cell.
    """
    counted = ~np.isnan(results.earned) & ~results.waiting
    passed = counted & (np.nan_to_num(results.earned) >= results.points - 1e-9)
    found = []
    for column in range(len(results.cells)):
        here = counted[:, column]
        rest = rest_of(results.earned, column)
        strong = here & is_in_best_third(rest, here)
        found.append(
            Item(
                handed_in=int(np.sum(~np.isnan(results.earned[:, column]))),
                passed=int(passed[:, column].sum()),
                unwritten=int(np.sum(unwritten[:, column] & here & ~passed[:, column])),
                waiting=int(results.waiting[:, column].sum()),
                rate=float(passed[here, column].mean()) if here.any() else float("nan"),
                discrimination=correlation(results.earned[here, column], rest[here]),
                strong=int(strong.sum()),
                strong_passed=int((passed[:, column] & strong).sum()),
            )
        )
    return found


def rest_of(earned: np.ndarray, column: int) -> np.ndarray:
    """Points on all other cells; a notebook that was not handed in counts 0."""
    return np.nansum(np.delete(earned, column, axis=1), axis=1)


def is_in_best_third(rest: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Who is among the best third by points elsewhere, of those who handed the cell in."""
    if not here.any():
        return here
    return rest >= np.quantile(rest[here], 2 / 3)


def correlation(item: np.ndarray, rest: np.ndarray) -> float:
    """Pearson's correlation between the points on a cell and those on all others.

    Where the cell gives all points or none this is the point-biserial correlation

        r = (M1 - M0) / s * sqrt(p q)

    with the means M1 and M0 of the other cells' points over those who pass and those who fail,
    their standard deviation s (dividing by n), and the shares p and q of the two. The cell is
    left out of the sum that it is compared with, as in S. Henrysson, "Correction of item-total
    correlations in item analysis", Psychometrika 28 (1963) 211; the point-biserial form is in
    F. M. Lord and M. R. Novick, "Statistical Theories of Mental Test Scores" (1968), section 15.

    Parameters
    ----------
    item, rest : ndarrays of shape (n,)

    Returns
    -------
    float
        NaN where one of the two is the same for all students.
    """
    if len(item) < 3 or np.ptp(item) < 1e-9 or np.ptp(rest) < 1e-9:
        return float("nan")
    return float(np.corrcoef(item, rest)[0, 1])


def remark(item: Item) -> tuple[str, str] | None:
    """What an instructor should know of a cell.

    Parameters
    ----------
    item : Item

    Returns
    -------
    tuple of str or None
        A word for the kind of remark, and a sentence that goes on after the cell's name.
    """
    judged = item.handed_in - item.waiting
    if judged < FEW:
        return None
    if item.passed == 0:
        left = f"{item.unwritten} of them left it unwritten" if item.unwritten else ""
        return "nobody", join(f"nobody of the {judged} who handed it in passes it", left)
    if item.passed == judged:
        return "everybody", f"all {judged} who handed it in pass it, so it tells nothing apart"
    if judged >= SOME and item.strong_passed < item.strong / 2:
        strong = counted(item.strong, "student")
        return "hard", (
            f"only {item.strong_passed} of the {strong} with the most points on "
            f"the other cells pass it, and {item.passed} of all {judged}"
        )
    if judged >= SOME and item.tells_nothing:
        return "odd", (
            "those who pass it do no better on the other cells than those who fail it "
            f"(correlation {item.discrimination:.2f})"
        )
    return None


def join(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
