"""Where the notebooks of the course are, and their cells by role."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grading.course.cells import is_grade, is_locked, is_solution
from grading.course.displays import is_figure
from grading.course.gradecell import grade_id
from grading.course.solutions import without_markers

ROOT = Path(__file__).resolve().parents[2]


class NoSuchAssignment(LookupError):
    """An assignment that the course does not have; the text is its name."""


def assignments() -> list[str]:
    """Names of the assignments, in order."""
    return sorted({path.parent.name for path in (ROOT / "source").glob("*/*.ipynb")})


def require(assignment: str) -> None:
    """Raise `NoSuchAssignment` where the course does not have an assignment."""
    if assignment not in assignments():
        raise NoSuchAssignment(assignment)


def read_notebooks(folder: str | Path) -> dict[str, NotebookNode]:
    """The notebooks of a folder, as a dict from file stem to notebook; empty where it is missing.

    Raises
    ------
    NoSuchAssignment
        If it is the missing folder of an assignment of this course.
    """
    folder = Path(folder)
    if folder.parent.parent == ROOT and not folder.exists():
        raise NoSuchAssignment(folder.name)
    return {path.stem: read_notebook(path) for path in sorted(folder.glob("*.ipynb"))}


def read_notebook(path: str | Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def grade_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Cells with a check that earns points."""
    return [cell for cell in notebook.cells if is_grade(cell) and not is_solution(cell)]


def hand_graded_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Cells in which students write what a person grades."""
    return [cell for cell in notebook.cells if is_grade(cell) and is_solution(cell)]


def solution_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Cells in which students write code for a check."""
    return [cell for cell in notebook.cells if is_solution(cell) and not is_grade(cell)]


def locked_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Cells that run but neither earn points nor change: preamble and figures."""
    return [cell for cell in notebook.cells if is_locked(cell) and not is_grade(cell)]


def is_for_show(cell: NotebookNode) -> bool:
    """Whether a cell only makes figures, or data for them, which no grade cell looks at."""
    return is_figure(grade_id(cell))


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def unwrapped(cell: NotebookNode) -> str:
    """Source of a solution cell without the marker lines."""
    return without_markers(cell.source)
