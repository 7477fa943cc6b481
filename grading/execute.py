"""The steps that run a submitted notebook: first for its marks, later for what people see.

`JudgedExecute` stands in nbgrader's autograde pipeline where nbgrader's own `Execute` stood.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar
from weakref import WeakKeyDictionary

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, Notebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked, is_solution
from traitlets import Bool, Integer

from grading.course.displays import is_figure, only_displayed
from grading.course.gradecell import grade_id
from grading.course.names import declared, names_meant
from grading.course.tasks import cells_of as reference_cells
from grading.course.tasks import tasks_of
from grading.engine.limits import Limits
from grading.engine.marking import Marking
from grading.engine.outcomes import PreambleFailed
from grading.engine.pool import Pool
from grading.engine.reference import FAILED, Reference, Task
from grading.engine.run import Cell, Rules, Run, Work, read_files
from grading.engine.showing import Showing
from grading.intake.neighbours import read_neighbours
from grading.receipts import PENDING
from grading.solutions import solved

NOT_LINUX = (
    "Judge and sandbox need Linux. Grade in a Linux machine or container, or put nbgrader's own "
    "Execute in the place of JudgedExecute in nbgrader_config.py, which guards nothing."
)


class JudgedExecute(NbGraderPreprocessor):
    """Run a submission for its marks: the outputs of grade cells are the judge's.

    What other cells print and draw comes later, by `ShownExecute`; until then the notebook says
    so in its metadata, and nothing that the student's process said of itself stands in it.
    """

    cell_time = Integer(60, min=1, help="Seconds that one cell may run.").tag(config=True)
    notebook_time = Integer(300, min=1, help="Seconds that one notebook may run.").tag(config=True)
    sandbox = Bool(
        True,
        help="Whether submissions run in a sandbox. Without it their code has all the rights of "
        "whoever grades.",
    ).tag(config=True)

    pages = Bool(
        True,
        help="Whether notebooks run once more when all marks are booked, for the outputs and "
        "figures that people see. Where it is False, a later run without it does that.",
    ).tag(config=True)

    pool = Pool()
    kind = Marking
    #: Whether errors of cells that no judge runs are kept: for notebooks that are an instructor's.
    keeps_errors = False
    #: What gradebook and source say of notebooks, for as long as a run of nbgrader lasts.
    known: ClassVar = WeakKeyDictionary()

    def check_set_up(self, course: CourseDirectory, notebooks: Iterable[str]) -> None:
        """Start what grading needs, before any student's code runs.

        Parameters
        ----------
        course : CourseDirectory
        notebooks : iterable of str
            Those of the assignment that the gradebook knows.

        Raises
        ------
        SystemExit
            If the system refuses the sandbox, or the preamble of a source notebook fails; the text
            says what to do.
        """
        for name in notebooks:
            where = {"assignment": course.assignment_id, "notebook": name, "db_url": course.db_url}
            try:
                self.pool.check(self.work((), {"nbgrader": where}, {}))
            except PreambleFailed as end:
                raise SystemExit(f"{course.assignment_id}/{name}: {end}") from None

    def expect(self, nb: NotebookNode, resources: dict, taken: float = 0.0) -> None:
        """Let a notebook be graded, so that its outputs are there when it is its turn.

        Parameters
        ----------
        nb : NotebookNode
            With the instructor's cells in place.
        resources : dict
            Of nbgrader, about this notebook.
        taken : float
            Seconds of the notebook's time that reading it has taken.
        """
        work = replace(self.work_on(nb, resources), taken=taken)
        self.pool.expect(key(nb, resources), work, self.kind)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        run = self.run_of(nb, resources)
        for position, cell in enumerate(code_cells(nb)):
            told = self.keeps_errors or run.cells[position].judged or position in run.stopped
            cell.execution_count = None
            cell.outputs = (run.outputs[position] or []) if told else []
            # Only a judge says what became of a grade cell.
            cell.metadata.pop("verdict", None)
            if run.verdicts[position]:
                cell.metadata["verdict"] = run.verdicts[position].data()
        # Intake may have noted what it repaired.
        account = self.receipt(nb, run.account())
        if not all(cell.judged for cell in run.cells):
            account["page"] = PENDING
        nb.metadata["grading"] = nb.metadata.get("grading", {}) | account
        return nb, resources

    def run_of(self, nb: NotebookNode, resources: dict) -> Run:
        """The run of a notebook, with all that it took ended."""
        run = self.pool.finish(key(nb, resources), lambda: self.work_on(nb, resources), self.kind)
        run.close()
        return run

    def receipt(self, nb: NotebookNode, account: dict) -> dict:
        """What the graded notebook says in its metadata about how it was graded."""
        names = names_in(nb)
        account["stopped"] = [
            {"cell": names[position], "why": why} for position, why in account["stopped"].items()
        ]
        return account

    def work_on(self, nb: NotebookNode, resources: dict) -> Work:
        """What `Pool` needs to know of a notebook."""
        limits = Limits(parent=self)
        files = read_files(Path(resources["metadata"]["path"]), limits)
        files |= read_neighbours(resources.get("neighbours", {}), limits)
        return self.work(self.cells(nb, resources), resources, files)

    def cells(self, nb: NotebookNode, resources: dict) -> tuple[Cell, ...]:
        """The cells of a notebook as this step runs them."""
        parts = self.assignment_parts(resources)
        _, tasks = self.reference_parts(resources)
        return without_figures(nb, cells_of(nb, parts, tasks), parts)

    def work(self, cells: tuple[Cell, ...], resources: dict, files: dict[str, bytes]) -> Work:
        """The same for cells and files of any origin."""
        if sys.platform != "linux":
            raise SystemExit(NOT_LINUX)
        limits = Limits(parent=self)
        source = self.source_files(resources, limits)
        parts = self.assignment_parts(resources)
        return Work(
            cells=cells,
            # What nbgrader puts into the folder: the submission, then the instructor's own files.
            files=files | source,
            rules=Rules(limits, self.cell_time, self.notebook_time, self.sandbox),
            students=parts.students,
            preamble=parts.preamble,
            judge_files=source,
            reference=self.reference_parts(resources)[0],
        )

    def assignment_parts(self, resources: dict) -> "Parts":
        """What the gradebook knows of a notebook."""
        where = resources["nbgrader"]
        known = self.known.setdefault(self.parent.parent, {})
        notebook = where["assignment"], where["notebook"]
        if notebook not in known:
            with Gradebook(where["db_url"]) as gradebook:
                found = gradebook.find_notebook(where["notebook"], where["assignment"])
                known[notebook] = parts_of(found)
        return known[notebook]

    def reference_parts(self, resources: dict) -> tuple[Reference | None, dict[str, Task]]:
        """Reference and tasks by grade id, as the source notebook has them; None and {} without."""
        where = resources["nbgrader"]
        known = self.known.setdefault(self.parent.parent, {})
        notebook = "reference", where["assignment"], where["notebook"]
        if notebook not in known:
            path = Path(self.source_folder(resources), f"{where['notebook']}.ipynb")
            try:
                found = solved(nbformat.read(path, as_version=4), self)
                files = self.source_files(resources, Limits(parent=self))
                name = f"{where['assignment']}/{where['notebook']}"
                reference = Reference(name, tuple(reference_cells(found)), files)
                known[notebook] = reference, tasks_of(found)
            except (OSError, ValueError, KeyError, AttributeError, RuntimeError) as error:
                self.log.warning(FAILED, path, f"{type(error).__name__}: {error}")
                known[notebook] = None, {}
        return known[notebook]

    def source_folder(self, resources: dict) -> str:
        course = self.parent.parent.coursedir
        return course.format_path(course.source_directory, ".", resources["nbgrader"]["assignment"])

    def source_files(self, resources: dict, limits: Limits) -> dict[str, bytes]:
        folder = self.source_folder(resources)
        known = self.known.setdefault(self.parent.parent, {})
        if folder not in known:
            known[folder] = read_files(Path(folder), limits)
        return known[folder]


class ShownExecute(JudgedExecute):
    """Run a marked notebook again, for the outputs that people see; verdicts stay as they are."""

    kind = Showing

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        run = self.run_of(nb, resources)
        for cell, outputs in zip(code_cells(nb), run.outputs, strict=True):
            if outputs is not None:
                cell.outputs = outputs
        nb.metadata["grading"] = together(nb.metadata["grading"], self.receipt(nb, run.account()))
        return nb, resources

    def cells(self, nb: NotebookNode, resources: dict) -> tuple[Cell, ...]:
        cells = cells_of(nb, self.assignment_parts(resources))
        ended = {end["cell"] for end in nb.metadata["grading"].get("stopped", ())}
        return tuple(
            replace(cell, known_end=name in ended)
            for cell, name in zip(cells, names_in(nb), strict=True)
        )


def together(marked: dict, shown: dict) -> dict:
    """What a notebook says of its two runs when both are over."""
    account = {name: value for name, value in marked.items() if name != "page"}
    return account | {
        "seconds": round(marked["seconds"] + shown["seconds"], 2),
        "memory": max(marked["memory"], shown["memory"]),
        "restarts": max(marked["restarts"], shown["restarts"]),
        "stopped": [*marked["stopped"], *shown["stopped"]],
    }


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
    figures : frozenset of str
        Names of the locked cells that are there to be looked at.
    """

    preamble: str
    students: tuple[str, ...]
    checks: dict[str, str]
    figures: frozenset[str]


def parts_of(notebook: Notebook) -> Parts:
    """The parts of a notebook of the gradebook."""
    sources = {cell.name: cell.source for cell in notebook.source_cells}
    code = {cell.name for cell in notebook.source_cells if cell.cell_type == "code"}
    locked = {cell.name for cell in notebook.source_cells if cell.locked}
    stubs = code.intersection(cell.name for cell in notebook.solution_cells)
    checks = {cell.name: sources[cell.name] for cell in notebook.grade_cells}
    return Parts(
        preamble=sources.get("preamble", ""),
        students=tuple(name for stub in stubs for name in declared(sources[stub])),
        checks=checks,
        figures=frozenset(filter(is_figure, (code & locked) - stubs - checks.keys())),
    )


def code_cells(nb: NotebookNode) -> list[NotebookNode]:
    """Code cells that have something to run."""
    return [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]


def names_in(nb: NotebookNode) -> list[str]:
    """What a page calls each code cell: by its name, else by its place."""
    cells = enumerate(code_cells(nb), 1)
    return [grade_id(cell) or f"code cell {number}" for number, cell in cells]


def cells_of(
    nb: NotebookNode, parts: Parts, tasks: Mapping[str, Task] = MappingProxyType({})
) -> tuple[Cell, ...]:
    """The same cells as `Pool` knows them.

    A judge runs what the gradebook knows as a grade cell, and no other text whatever a notebook
    says of itself.
    """
    cells = []
    for cell in code_cells(nb):
        name = grade_id(cell)
        judged = is_grade(cell) and not is_solution(cell) and name in parts.checks
        task = tasks.get(name) if judged else None
        source = parts.checks[name] if judged else cell.source
        names = frozenset() if judged else names_meant(source)
        cells.append(Cell(source, judged, task, names=names))
    return tuple(cells)


def without_figures(nb: NotebookNode, cells: tuple[Cell, ...], parts: Parts) -> tuple[Cell, ...]:
    """The same, with a mark on those that the gradebook knows as figures and that nothing needs."""
    figures = {
        position
        for position, cell in enumerate(code_cells(nb))
        if grade_id(cell) in parts.figures and is_locked(cell)
    }
    left_out = only_displayed([cell.source for cell in cells], figures)
    return tuple(
        replace(cell, only_displayed=position in left_out) for position, cell in enumerate(cells)
    )


def key(nb: NotebookNode, resources: dict) -> tuple:
    """What tells a notebook from all others of a run."""
    where = resources["nbgrader"]
    cells = tuple((cell.source, is_grade(cell)) for cell in code_cells(nb))
    return where["student"], where["assignment"], where["notebook"], cells
