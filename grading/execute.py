"""The step that runs a submitted notebook: cells in a sandbox, grade cells in front of a judge.

Stands in nbgrader's autograde pipeline where nbgrader's own `Execute` stood.
"""

import sys
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar
from weakref import WeakKeyDictionary

import nbformat
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Integer

from grading.engine import Engine
from grading.forks import PreambleFailed
from grading.gradecell import grade_id
from grading.limits import Limits
from grading.names import declared
from grading.reference import FAILED, Reference, tasks_of
from grading.reference import cells_of as reference_cells
from grading.solutions import solved
from grading.submission import Cell, Rules, Work, read_files

NOT_LINUX = (
    "Judge and sandbox need Linux. Grade in a Linux machine or container, or put nbgrader's own "
    "Execute in the place of JudgedExecute in nbgrader_config.py, which guards nothing."
)


class JudgedExecute(NbGraderPreprocessor):
    """Run a submission; the outputs of grade cells are the judge's."""

    cell_time = Integer(60, help="Seconds that one cell may run.").tag(config=True)
    notebook_time = Integer(300, help="Seconds that one notebook may run.").tag(config=True)
    sandbox = Bool(
        True,
        help="Whether submissions run in a sandbox. Without it their code has all the rights of "
        "whoever grades.",
    ).tag(config=True)

    engine = Engine()
    #: What gradebook and source say of notebooks, for as long as a run of nbgrader lasts.
    known: ClassVar = WeakKeyDictionary()

    def check_set_up(self, course, notebooks):
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
                self.engine.check(self.work((), {"nbgrader": where}, {}))
            except PreambleFailed as end:
                raise SystemExit(f"{course.assignment_id}/{name}: {end}") from None

    def expect(self, nb, resources, taken=0.0):
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
        self.engine.expect(key(nb, resources), work)

    def preprocess(self, nb, resources):
        submission = self.engine.grade(key(nb, resources), lambda: self.work_on(nb, resources))
        try:
            for cell, outputs in zip(code_cells(nb), submission.outputs, strict=True):
                cell.execution_count, cell.outputs = None, outputs
            # Intake may have noted what it repaired.
            receipt = self.receipt(nb, submission.account())
            nb.metadata["grading"] = nb.metadata.get("grading", {}) | receipt
        finally:
            submission.close()
        return nb, resources

    def receipt(self, nb, account):
        """What the graded notebook says in its metadata about how it was graded."""
        ids = [grade_id(cell) for cell in code_cells(nb)]
        account["stopped"] = [
            {"cell": ids[position] or f"code cell {position + 1}", "why": why}
            for position, why in account["stopped"].items()
        ]
        return account

    def work_on(self, nb, resources):
        """What `Engine` needs to know of a notebook."""
        _, _, checks = self.assignment_parts(resources)
        files = read_files(Path(resources["metadata"]["path"]), Limits(parent=self))
        _, tasks = self.reference_parts(resources)
        return self.work(cells_of(nb, checks, tasks), resources, files)

    def work(self, cells, resources, files):
        """The same for cells and files of any origin."""
        if sys.platform != "linux":
            raise SystemExit(NOT_LINUX)
        limits = Limits(parent=self)
        source = self.source_files(resources, limits)
        preamble, students, _ = self.assignment_parts(resources)
        return Work(
            cells=cells,
            # What nbgrader puts into the folder: the submission, then the instructor's own files.
            files=files | source,
            rules=Rules(limits, self.cell_time, self.notebook_time, self.sandbox),
            students=students,
            preamble=preamble,
            judge_files=source,
            reference=self.reference_parts(resources)[0],
        )

    def assignment_parts(self, resources):
        """Preamble, names that students define and grade cells, as the gradebook knows them."""
        where = resources["nbgrader"]
        known = self.known.setdefault(self.parent.parent, {})
        notebook = where["assignment"], where["notebook"]
        if notebook not in known:
            with Gradebook(where["db_url"]) as gradebook:
                found = gradebook.find_notebook(where["notebook"], where["assignment"])
                sources = {cell.name: cell.source for cell in found.source_cells}
                code = {cell.name for cell in found.source_cells if cell.cell_type == "code"}
                stubs = code.intersection(cell.name for cell in found.solution_cells)
                checks = {cell.name: sources[cell.name] for cell in found.grade_cells}
            names = tuple(name for stub in stubs for name in declared(sources[stub]))
            known[notebook] = sources.get("preamble", ""), names, checks
        return known[notebook]

    def reference_parts(self, resources):
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

    def source_folder(self, resources):
        course = self.parent.parent.coursedir
        return course.format_path(course.source_directory, ".", resources["nbgrader"]["assignment"])

    def source_files(self, resources, limits):
        folder = self.source_folder(resources)
        known = self.known.setdefault(self.parent.parent, {})
        if folder not in known:
            known[folder] = read_files(Path(folder), limits)
        return known[folder]


def code_cells(nb):
    """Code cells that have something to run."""
    return [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]


def cells_of(nb, checks, tasks=MappingProxyType({})):
    """The same cells as `Engine` knows them.

    A judge runs what the gradebook knows as a grade cell, and no other text whatever a notebook
    says of itself.
    """
    cells = []
    for cell in code_cells(nb):
        name = grade_id(cell)
        judged = is_grade(cell) and not is_solution(cell) and name in checks
        task = tasks.get(name) if judged else None
        cells.append(Cell(checks[name] if judged else cell.source, judged, task))
    return tuple(cells)


def key(nb, resources):
    """What tells a notebook from all others of a run."""
    where = resources["nbgrader"]
    cells = tuple((cell.source, is_grade(cell)) for cell in code_cells(nb))
    return where["student"], where["assignment"], where["notebook"], cells
