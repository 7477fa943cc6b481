"""The rubric of a task that a person grades, as it stands on the instructor's page of a problem.

The page is ``docs/teaching/<assignment>_<problem>.md``, where the problem is the name of the
notebook or its part before the first underscore. The rubric is the first table below a heading that
says *rubric* and names the grade cell between backticks; its columns are points and what they are
for. What else stands below this heading are its notes.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

#: Where these pages lie in a course.
PAGES = Path("docs", "teaching")
HEADING = re.compile(r"(#{1,6}) +(.*)")
#: Points as they are written: 2, 0.5, ½, 1½.
POINTS = re.compile(r"(\d+(?:\.\d+)?)?\s*([¼½¾⅓⅔])?")


@dataclass(frozen=True)
class RubricRow:
    """What earns some points.

    Attributes
    ----------
    points : float
    label : str
        The points as the page writes them.
    words : str
        In Markdown.
    """

    points: float
    label: str
    words: str


@dataclass(frozen=True)
class Rubric:
    """For what points are given; the notes are Markdown."""

    rows: tuple[RubricRow, ...]
    notes: str


def rubric(root: Path, assignment: str, notebook: str, cell: str) -> Rubric | None:
    """The rubric of a task; None where no page of the course has one.

    Parameters
    ----------
    root : Path
        The folder of the course.
    assignment, notebook, cell : str
    """
    for problem in dict.fromkeys((notebook, notebook.split("_")[0])):
        try:
            text = (root / PAGES / f"{assignment}_{problem}.md").read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue
        if (lines := below_heading(text, cell)) is not None:
            return in_lines(lines)
    return None


def below_heading(text: str, cell: str) -> list[str] | None:
    """The lines below the heading that announces the rubric of a cell, up to the next one."""
    found: list[str] | None = None
    for line in text.splitlines():
        heading = HEADING.fullmatch(line)
        if heading and found is not None:
            break
        if heading and "rubric" in heading[2].lower() and f"`{cell}`" in heading[2]:
            found = []
        elif found is not None:
            found.append(line)
    return found


def in_lines(lines: list[str]) -> Rubric | None:
    """The rubric in some lines of Markdown; None where no row of a table begins with points."""
    rows, notes = [], []
    for line in lines:
        if not line.startswith("|"):
            notes.append(line)
            continue
        label, _, words = line.strip().strip("|").partition("|")
        points = read_points(label)
        if points is not None:
            rows.append(RubricRow(points, label.strip(), words.strip().replace(r"\|", "|")))
    return Rubric(tuple(rows), "\n".join(notes).strip()) if rows else None


def read_points(text: str) -> float | None:
    """A number of points as it is written in a table; None where a text is none."""
    match = POINTS.fullmatch(text.strip())
    if match is None or not match[0]:
        return None
    return float(match[1] or 0) + (unicodedata.numeric(match[2]) if match[2] else 0.0)
