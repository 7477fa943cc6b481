"""The entries of the bank: files of answers, right or wrong, with the grade cells they must lose.

An entry is a file ``bank/<assignment>/<problem>/right_*.py``, ``wrong_*.py`` or, where it tries to
get points without the work, ``cheat_*.py``; `grading.course.answers` says what stands in it. What
the example class hands in lies in ``examples/`` in the same form, and counts as well.
"""

import math
from collections.abc import Sequence
from typing import TypeVar

from grading.course.answers import AnswerFile
from grading.course.notebooks import ROOT

BANK = ROOT / "bank"
Thing = TypeVar("Thing")
#: Folders of answers whose outcome is known.
FOLDERS = (BANK, ROOT / "examples")


def entries(assignment: str) -> list[AnswerFile]:
    """All entries of an assignment, in order."""
    files = (path for folder in FOLDERS for path in (folder / assignment).glob("*/*_*.py"))
    return [AnswerFile(path) for path in sorted(files, key=lambda path: path.parts[-3:])]


def spread(things: Sequence[Thing], most: int) -> Sequence[Thing]:
    """Not more than some of a list, evenly from all over it."""
    return things[:: max(1, math.ceil(len(things) / most))]
