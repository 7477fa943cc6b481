"""What gradebook and source know of a notebook, and its cells as the engine is told of them.

Which cells are judged, what a judge runs and which cells are figures come from the gradebook, that
is from the instructor, and never from what was handed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nbformat import NotebookNode

from grading.course.cells import is_grade, is_locked, is_solution
from grading.course.displays import is_figure, only_displayed
from grading.course.gradecell import grade_id, hidden_from, visible
from grading.course.names import declared, names_meant
from grading.engine.reference import Reference
from grading.engine.run import Cell
from grading.engine.setting import ALONE, JudgedTask, Setting
from grading.records.gradebook import Gradebook, Notebook


@dataclass(frozen=True)
class Parts:
    """What the gradebook knows of a notebook that students get.

    Attributes
    ----------
    preamble : str
        Source of the cell of this name.
    students : tuple of str
        Functions and classes that students define.
    checks : dict of str to str
        Sources of the grade cells.
    released : dict of str to str
        Sources of all cells as students get them.
    figures : frozenset of str
        Names of the locked cells that are there to be looked at.
    """

    preamble: str
    students: tuple[str, ...]
    checks: dict[str, str]
    released: dict[str, str]
    figures: frozenset[str]


@dataclass(frozen=True)
class SourceParts:
    """What a source notebook says of its grade cells, by their names.

    Attributes
    ----------
    reference : Reference or None
    tasks : dict of str to JudgedTask
    settings : dict of str to Setting
    needed : frozenset of str
        Grade cells that the notebook's own cells need.
    """

    reference: Reference | None = None
    tasks: Mapping[str, JudgedTask] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()


#: The parts of a source notebook that is missing.
UNREAD = SourceParts()


def known_parts(db_url: str, assignment: str, notebook: str) -> Parts:
    """The parts of a notebook, read from the gradebook."""
    with Gradebook(db_url) as gradebook:
        return parts_of(gradebook.find_notebook(notebook, assignment))


def parts_of(notebook: Notebook) -> Parts:
    """The parts of a notebook of the gradebook."""
    sources = {cell.name: cell.source for cell in notebook.source_cells}
    code = {cell.name for cell in notebook.source_cells if cell.cell_type == "code"}
    locked = {cell.name for cell in notebook.source_cells if cell.locked}
    stubs = code.intersection(cell.name for cell in notebook.solution_cells)
    checks = {cell.name: sources[cell.name] for cell in notebook.grade_cells}
    return Parts(
        preamble=sources.get("preamble", ""),
        students=tuple(sorted({name for stub in stubs for name in declared(sources[stub])})),
        checks=checks,
        released=sources,
        figures=frozenset(filter(is_figure, (code & locked) - stubs - checks.keys())),
    )


def cells_to_run(nb: NotebookNode) -> list[NotebookNode]:
    """Code cells that have something to run."""
    return [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]


def names_in(nb: NotebookNode) -> list[str]:
    """What a page calls each code cell: by its name, else by its place."""
    cells = enumerate(cells_to_run(nb), 1)
    return [grade_id(cell) or f"code cell {number}" for number, cell in cells]


def cells_of(nb: NotebookNode, parts: Parts, read: SourceParts = UNREAD) -> tuple[Cell, ...]:
    """The same cells as `Pool` knows them.

    A judge runs what the gradebook knows as a grade cell, and no other text whatever a notebook
    says of itself.
    """
    cells = []
    for cell in cells_to_run(nb):
        name = grade_id(cell)
        judged = is_grade(cell) and not is_solution(cell) and name in parts.checks
        if not judged:
            cells.append(Cell(cell.source, judged=False, names=names_meant(cell.source)))
            continue
        source = parts.checks[name]
        setting = replace(read.settings.get(name, ALONE), hidden=hidden_from(source))
        shown = visible(source) if name in read.needed else ""
        task = read.tasks.get(name)
        cells.append(Cell(source, judged=True, task=task, setting=setting, shown=shown))
    return tuple(cells)


def without_figures(nb: NotebookNode, cells: tuple[Cell, ...], parts: Parts) -> tuple[Cell, ...]:
    """The same, with a mark on those that the gradebook knows as figures and that nothing needs."""
    figures = {
        position
        for position, cell in enumerate(cells_to_run(nb))
        if grade_id(cell) in parts.figures and is_locked(cell)
    }
    left_out = only_displayed([cell.source for cell in cells], figures)
    return tuple(
        replace(cell, only_displayed=position in left_out) for position, cell in enumerate(cells)
    )
