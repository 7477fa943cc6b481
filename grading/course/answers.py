"""Answers to one problem as a file of cells, and the notebook that they fill.

A file holds cells, each opened by ``# %%``. A cell that defines the function of a stub, or gives
the variable that answers a question, takes that cell's place; any other cell goes just before the
stub that follows it, or to the end. Stubs without a cell get the reference solution. What the
answers are is said in the file's docstring, which ends its first paragraph with ``Fails: <grade
ids>.`` or ``Fails: nothing.`` Lines ``Says: <words>`` may follow: what a student who handed it in
must read. The file is called ``<assignment>/<problem>/<kind>_<what>.py``.
"""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from grading.course.names import written
from grading.course.notebooks import ROOT, read_notebook, require, solution_cells, unwrapped


@dataclass(frozen=True)
class AnswerFile:
    """One file of answers."""

    path: Path

    @property
    def assignment(self) -> str:
        """The assignment, such as ``hw11``."""
        return self.path.parts[-3]

    @property
    def problem(self) -> str:
        """The problem by its short name, such as ``problem1``."""
        return self.path.parts[-2]

    @property
    def kind(self) -> str:
        """``right``, ``wrong`` or ``cheat``."""
        return self.path.stem.split("_")[0]

    @property
    def student(self) -> str:
        """A student name that is unique in the assignment."""
        return f"{self.problem}-{self.path.stem}"

    @cached_property
    def about(self) -> str:
        """What the answers do, with the grade cells that they fail."""
        return ast.get_docstring(ast.parse(self.path.read_text())) or ""

    @property
    def fails(self) -> set[str]:
        """Grade ids that the answers must lose; all others they must earn."""
        listed = re.search(r"Fails:([\w,\s]+)\.$", self.about.split("\n\n")[0])
        if listed is None:
            raise ValueError(f"{self.path}: expected a first paragraph that ends in 'Fails: ….'")
        return set(re.split(r"[,\s]+", listed[1].strip())) - {"nothing"}

    @property
    def says(self) -> list[str]:
        """Words that must stand in the messages of the failed checks."""
        return re.findall(r"(?m)^Says: (.+)$", self.about)

    @property
    def cells(self) -> list[str]:
        """Sources of the cells, in order."""
        return [text.strip() for text in re.split(r"(?m)^# %%.*\n", self.path.read_text())[1:]]


def notebook_of(assignment: str, problem: str) -> str:
    """The full name of a problem's notebook, for instance ``problem1_pca``."""
    require(assignment)
    (path,) = (ROOT / "source" / assignment).glob(f"{problem}_*.ipynb")
    return path.stem


def fill_in(assignment: str, problem: str, cells: Sequence[str] = ()) -> tuple[str, NotebookNode]:
    """The released notebook of a problem with its stubs filled in.

    Parameters
    ----------
    assignment, problem : str
        For instance ``"hw11"`` and ``"problem1"``.
    cells : sequence of str
        Sources as a file of answers has them; stubs that they leave out get the reference solution.

    Returns
    -------
    name : str
        Full name of the notebook, for instance ``"problem1_pca"``.
    notebook : NotebookNode
        As a student would hand it in.
    """
    name = notebook_of(assignment, problem)
    answers = {tuple(written(solution)): [solution] for solution in solutions_of(assignment, name)}
    extra = []
    for cell in cells:
        stub = next((names for names in answers if set(names) & set(written(cell))), None)
        if stub is None:
            extra.append(cell)
        else:
            answers[stub] = [*extra, cell]
            extra = []
    notebook = read_notebook(ROOT / "release" / assignment / f"{name}.ipynb")
    for stub_cell in solution_cells(notebook):
        *before, stub_cell.source = answers[tuple(written(stub_cell.source))]
        place = notebook.cells.index(stub_cell)
        notebook.cells[place:place] = [new_code_cell(text) for text in before]
    notebook.cells += [new_code_cell(text) for text in extra]
    return name, notebook


@cache
def solutions_of(assignment: str, name: str) -> tuple[str, ...]:
    """Sources of the reference solutions of a notebook, in order."""
    notebook = read_notebook(ROOT / "source" / assignment / f"{name}.ipynb")
    return tuple(unwrapped(cell) for cell in solution_cells(notebook))
