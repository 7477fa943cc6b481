"""The steps that run a submitted notebook: first for its marks, later for what people see.

`JudgedExecute` stands in nbgrader's autograde pipeline where nbgrader's own `Execute` stood.
"""

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar
from weakref import WeakKeyDictionary

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Integer, Unicode

from grading.adapters.solutions import solved
from grading.course import words
from grading.course.surroundings import settings_of
from grading.course.tasks import reference_cells, tasks_of
from grading.engine.limits import Limits
from grading.engine.marking import Marking
from grading.engine.outcomes import PreambleFailed, ReferenceFailed, SandboxRefused
from grading.engine.pool import Pool, processors
from grading.engine.reference import Reference
from grading.engine.results import RunResult
from grading.engine.run import Cell, Rules, Run, Work, read_files
from grading.engine.showing import Showing
from grading.engine.workforce import Workforce
from grading.intake.neighbours import read_neighbours
from grading.intake.stamps import files_beside
from grading.letters import printable
from grading.records.kept import RESULTS_FILE, KeptResults
from grading.records.parts import (
    UNREAD,
    Parts,
    SourceParts,
    cells_of,
    cells_to_run,
    known_parts,
    names_in,
    without_figures,
)
from grading.records.recall import Recall
from grading.records.receipts import PENDING, together

NOT_LINUX = (
    "Judge and sandbox need Linux. Grade in a Linux machine or container, or put nbgrader's own "
    "Execute in the place of JudgedExecute in nbgrader_config.py, which guards nothing."
)
NO_DASK = (
    "Grading on a cluster needs Dask, and {name} is not installed here. Install what "
    "requirements-cluster.txt lists, here and for scheduler and workers, or leave out the setting "
    "JudgedExecute.scheduler, which is {scheduler}."
)
OTHER_CELLS = (
    "The cells of %s of %s are not those that were announced, because a step of the pipeline or "
    "somebody has changed them meanwhile. It runs again as it is now."
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

    keeps_results = Bool(
        True,
        help="Whether results are kept in results.db, so that nothing runs twice with the same "
        "inputs.",
    ).tag(config=True)

    workers = Integer(
        0, min=0, help="Notebooks that are graded at the same time; 0 means one for each processor."
    ).tag(config=True)

    scheduler = Unicode(
        "",
        help="Address of a scheduler of Dask's, such as tcp://10.0.0.1:8786, whose workers run the "
        "notebooks; without one this machine does. docs/cluster.md says what these need.",
    ).tag(config=True)

    may_lower = Bool(
        False,
        help="Whether a check or a point value that has changed may take points from work that was "
        "graded before. With --force it always may.",
    ).tag(config=True)

    pool = Pool()
    runs = Recall(pool)
    kind: type[Run] = Marking
    #: Whether errors of cells that no judge runs are kept: for notebooks that are an instructor's.
    keeps_errors = False
    #: What gradebook and source say of notebooks, for as long as a run of nbgrader lasts.
    known: ClassVar = WeakKeyDictionary()

    def start(self) -> None:
        """Begin to load what runs and judges notebooks, and do not wait for it.

        Raises
        ------
        SystemExit
            If this system has no walls at all, or nobody answers where the scheduler should be.
        """
        if sys.platform != "linux":
            raise SystemExit(NOT_LINUX)
        self.runs.use(self.workforce())
        self.runs.workforce.warm()

    def workforce(self) -> Workforce:
        """Who runs the notebooks: this machine, or the workers of a cluster."""
        if self.scheduler:
            try:
                from grading.cluster.cluster import cluster_at
            except ImportError as error:
                raise SystemExit(
                    NO_DASK.format(name=error.name, scheduler=self.scheduler)
                ) from None
            return cluster_at(self.scheduler)
        wanted = self.workers or processors()
        if wanted != self.pool.workers:
            self.runs.forget()
            self.pool.seats.dismiss()
            self.pool.employ(wanted)
        return self.pool

    def recall(self, course: CourseDirectory, recalls: bool) -> None:
        """Choose who runs notebooks, and use results of earlier runs, or at least of this one.

        Parameters
        ----------
        course : CourseDirectory
        recalls : bool
            Whether those of earlier runs count.
        """
        self.runs.use(self.workforce())
        if self.keeps_results:
            self.runs.begin(KeptResults(Path(course.root, RESULTS_FILE), recalls))

    def check_set_up(self, course: CourseDirectory, notebooks: Iterable[str]) -> None:
        """See whether everything is there that grading needs, before any student's code runs.

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
        self.start()  # the warm process imports while the sources are read
        for name, work in [(name, self.work_without_cells(course, name)) for name in notebooks]:
            try:
                self.runs.workforce.check(work)
            except SandboxRefused as refusal:
                raise SystemExit(words.sandbox_refused(refusal)) from None
            except PreambleFailed as failure:
                said = f"{course.assignment_id}/{name}: {words.preamble_failed(failure)}"
                raise SystemExit(said) from None

    def work_without_cells(self, course: CourseDirectory, name: str) -> Work:
        """What all submissions of a notebook have in common."""
        where = {"assignment": course.assignment_id, "notebook": name, "db_url": course.db_url}
        return self.work((), {"nbgrader": where}, {})

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
        self.runs.expect(key_of(resources), work, self.kind)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        work, found = self.run_of(nb, resources)
        if found.no_reference is not None:
            self.log.warning("%s", words.reference_failed(found.no_reference))
        for position, cell in enumerate(cells_to_run(nb)):
            told = self.keeps_errors or work.cells[position].judged or position in found.stopped
            cell.execution_count = None
            cell.outputs = (found.outputs[position] or []) if told else []
            # Only a judge says what became of a grade cell.
            cell.metadata.pop("verdict", None)
            if verdict := found.verdicts[position]:
                cell.metadata["verdict"] = verdict.data()
        # Intake may have noted what it repaired.
        account = self.receipt(nb, found)
        if not all(cell.judged for cell in work.cells):
            account["page"] = PENDING
        nb.metadata["grading"] = nb.metadata.get("grading", {}) | account
        return nb, resources

    def run_of(self, nb: NotebookNode, resources: dict) -> tuple[Work, RunResult]:
        """What is run of a notebook, and what that has found."""
        where = key_of(resources)
        work = self.runs.announced(where)
        arrived = cells_of(nb, self.assignment_parts(resources))
        if work is not None and sources(work.cells) != sources(arrived):
            self.log.warning(OTHER_CELLS, where[2], printable(where[0]))
            self.runs.forget()
            work = None
        work = work or self.work_on(nb, resources)
        return work, self.runs.finish(where, work, self.kind)

    def receipt(self, nb: NotebookNode, found: RunResult) -> dict:
        """What the graded notebook says in its metadata about how it was graded."""
        names = names_in(nb)
        ends: dict[int, dict[str, object]] = {
            position: {"why": words.ended(end)} for position, end in found.stopped.items()
        }
        for position, stop in found.broken.items():
            if stop.kind == "MemoryError":
                ends[position] = {"why": words.no_room(self.limits().memory), "again": True}
        stopped = [{"cell": names[position]} | end for position, end in sorted(ends.items())]
        return found.account | {"stopped": stopped}

    def work_on(self, nb: NotebookNode, resources: dict) -> Work:
        """What a `Workforce` needs to know of a notebook."""
        limits = self.limits()
        files = files_beside(Path(resources["metadata"]["path"]), limits)
        files |= read_neighbours(resources.get("neighbours", {}), limits)
        return self.work(self.cells(nb, resources), resources, files)

    def cells(self, nb: NotebookNode, resources: dict) -> tuple[Cell, ...]:
        """The cells of a notebook as this step runs them."""
        parts, read = self.assignment_parts(resources), self.source_parts(resources)
        return without_figures(nb, cells_of(nb, parts, read), parts)

    def work(self, cells: tuple[Cell, ...], resources: dict, files: dict[str, bytes]) -> Work:
        """The same for cells and files of any origin."""
        limits = self.limits()
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
            words=words,
            reference=self.source_parts(resources).reference,
        )

    def limits(self) -> Limits:
        """How much a notebook may use, as the course configured it."""
        limits = Limits(parent=self)
        # What computes too long is ended by the notebook's clock, which says why.
        limits.processor_time = max(limits.processor_time, self.notebook_time)
        return limits

    def assignment_parts(self, resources: dict) -> Parts:
        """What the gradebook knows of a notebook."""
        where = resources["nbgrader"]
        known = self.known.setdefault(self.parent.parent, {})
        notebook = where["assignment"], where["notebook"]
        if notebook not in known:
            known[notebook] = known_parts(where["db_url"], *notebook)
        return known[notebook]

    def source_parts(self, resources: dict) -> SourceParts:
        """What the source notebook says of its grade cells; nothing where it is missing."""
        where = resources["nbgrader"]
        known = self.known.setdefault(self.parent.parent, {})
        notebook = "source", where["assignment"], where["notebook"]
        if notebook not in known:
            path = Path(self.source_folder(resources), f"{where['notebook']}.ipynb")
            try:
                found = solved(nbformat.read(path, as_version=4), self)
                files = self.source_files(resources, self.limits())
                name = f"{where['assignment']}/{where['notebook']}"
                reference = Reference(name, tuple(reference_cells(found)), files)
                parts = self.assignment_parts(resources)
                around = settings_of(found, parts.released, parts.checks)
                known[notebook] = SourceParts(reference, tasks_of(found), *around)
            except (OSError, ValueError, KeyError, AttributeError, RuntimeError) as error:
                failure = ReferenceFailed(str(path), f"{type(error).__name__}: {error}")
                self.log.warning("%s", words.reference_failed(failure))
                known[notebook] = UNREAD
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
        _, found = self.run_of(nb, resources)
        for cell, outputs in zip(cells_to_run(nb), found.outputs, strict=True):
            if outputs is not None:
                cell.outputs = outputs
        nb.metadata["grading"] = together(nb.metadata["grading"], self.receipt(nb, found))
        return nb, resources

    def cells(self, nb: NotebookNode, resources: dict) -> tuple[Cell, ...]:
        cells = cells_of(nb, self.assignment_parts(resources), self.source_parts(resources))
        ends = nb.metadata["grading"].get("stopped", ())
        ended = {end["cell"] for end in ends if not end.get("again")}
        return tuple(
            replace(cell, known_end=name in ended)
            for cell, name in zip(cells, names_in(nb), strict=True)
        )


def key_of(resources: dict) -> tuple[str, str, str]:
    """Student, assignment and notebook: what tells a notebook from all others of a run."""
    where = resources["nbgrader"]
    return where["student"], where["assignment"], where["notebook"]


def sources(cells: Iterable[Cell]) -> list[tuple[str, bool]]:
    """What the cells of a notebook are, and who runs each."""
    return [(cell.source, cell.judged) for cell in cells]
