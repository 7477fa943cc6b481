"""nbgrader's steps of `autograde`, used as nbgrader uses them.

All that it lets an instructor configure is kept: both lists of preprocessors, hooks, permissions,
the penalty for late work. What nbgrader writes into the gradebook cell by cell is written where
`grading.autograde.booking` asks for it.
"""

from collections.abc import Iterable
from pathlib import Path

from nbconvert.exporters import Exporter, NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
from nbgrader.utils import find_all_files, is_grade, is_solution, is_task, setenv
from traitlets import TraitError

from grading.adapters.execute import JudgedExecute, ShownExecute
from grading.engine.limits import Limits
from grading.records.gradebook import Gradebook, SubmittedAssignment, SubmittedNotebook
from grading.records.turns import in_server

#: Steps that write into the gradebook; `save` and `penalty` do their work.
BOOKED_LATER = (SaveAutoGrades, AssignLatePenalties)


class Pipeline:
    """The steps of one converter; see `grading.autograde.steps.Steps`.

    Parameters
    ----------
    converter : Autograde
    exporter : NotebookExporter
        That of the converter; its preprocessors are set for each notebook.
    """

    def __init__(self, converter: Autograde, exporter: NotebookExporter) -> None:
        self.converter, self.exporter, self.course = converter, exporter, converter.coursedir
        self.force, self.adds_students = converter.force, converter.create_student
        # Formgrader's button always forces, and whoever presses it means no points to fall.
        forced = self.force and not in_server()
        self.may_lower = forced or JudgedExecute(parent=exporter).may_lower
        self.limits = Limits(parent=converter)

    @property
    def not_replaced(self) -> list[str]:
        """Files of students that stay where the instructor has one of the same name."""
        return self.converter.exclude_overwriting.get(self.course.assignment_id, [])

    @property
    def is_judged(self) -> bool:
        """Whether submissions run in this course's sandbox."""
        return JudgedExecute in self.converter.autograde_preprocessors

    @property
    def makes_pages(self) -> bool:
        """Whether the outputs that people see are wanted in this run."""
        return ShownExecute(parent=self.exporter).pages

    # --- Before any student's code runs ------------------------------------------------------

    def check(self) -> None:
        """Make every step once, so that a wrong setting ends the run here.

        Raises
        ------
        SystemExit
        """
        try:
            for sanitizing in (True, False):
                self.use_preprocessors(sanitizing)
            self.saver = SaveAutoGrades(parent=self.converter)
            self.late = AssignLatePenalties(parent=self.converter)
            self.late.init_plugin()
        except (TraitError, ImportError, AttributeError, TypeError, ValueError) as error:
            raise SystemExit(
                f"A setting in nbgrader_config.py cannot be used: {error} Mend it and run the "
                "command again; nothing was graded."
            ) from error

    def start_engine(self) -> None:
        """Begin to load what runs and judges notebooks."""
        JudgedExecute(parent=self.exporter).start()

    def use_results(self) -> None:
        """Use what earlier runs have found, and keep what this one finds."""
        JudgedExecute(parent=self.exporter).recall(self.course, recalls=not self.force)

    @property
    def ahead(self) -> int:
        """How many notebooks are under way before they are asked for."""
        return JudgedExecute.runs.workforce.ahead

    def leave_engine(self) -> None:
        """End what was announced and is not asked for any more."""
        JudgedExecute.runs.end()

    def check_set_up(self, notebooks: Iterable[str]) -> None:
        """See whether these notebooks can be judged."""
        JudgedExecute(parent=self.exporter).check_set_up(self.course, notebooks)

    # --- Notebooks ---------------------------------------------------------------------------

    def use_preprocessors(self, sanitizing: bool) -> None:
        """Have the exporter take the steps of one of nbgrader's two passes."""
        converter = self.converter
        converter._sanitizing = sanitizing
        self.use_steps(
            converter.sanitize_preprocessors if sanitizing else converter.autograde_preprocessors
        )

    def use_steps(self, steps: list) -> None:
        """Have the exporter take some steps of nbgrader's, but not those that are booked later."""
        self.exporter._preprocessors = []
        for step in steps:
            if step not in BOOKED_LATER:
                self.exporter.register_preprocessor(step)

    def sanitized(self, notebook: NotebookNode, resources: dict) -> NotebookNode:
        """A notebook with the instructor's cells in place."""
        self.use_preprocessors(sanitizing=True)
        # What NotebookExporter does further is to write it as text, which nobody needs here.
        return Exporter.from_notebook_node(self.exporter, notebook, resources)[0]

    def announce(self, notebook: NotebookNode, resources: dict, taken: float) -> None:
        """Have such a notebook run, where it runs in the course's sandbox."""
        if self.is_judged:
            JudgedExecute(parent=self.exporter).expect(notebook, resources, taken)

    def graded(self, notebook: NotebookNode, resources: dict) -> str:
        """The file of a notebook that was run and judged."""
        self.use_preprocessors(sanitizing=False)
        with setenv(NBGRADER_EXECUTION="autograde"):
            return self.exporter.from_notebook_node(notebook, resources)[0]

    def announce_page(self, notebook: NotebookNode, resources: dict) -> None:
        """Have a graded notebook run for the outputs that people see."""
        ShownExecute(parent=self.exporter).expect(notebook, resources)

    def shown(self, notebook: NotebookNode, resources: dict) -> str:
        """The file of a graded notebook with these outputs.

        Of the pipeline the steps that deal with outputs: from the one that runs notebooks on.
        """
        steps = list(self.converter.autograde_preprocessors)
        self.use_steps([ShownExecute, *steps[steps.index(JudgedExecute) + 1 :]])
        return self.exporter.from_notebook_node(notebook, resources)[0]

    # --- Submissions -------------------------------------------------------------------------

    def begin(self, notebooks: list[Path]) -> None:
        """Call the instructor's hook before a submission is graded."""
        self.converter.notebooks = [str(path) for path in notebooks]
        self.converter.run_pre_convert_hook()

    def end(self) -> None:
        """Call the instructor's hook after it was graded."""
        self.converter.run_post_convert_hook()

    def give_permissions(self, student: str) -> None:
        """Set the permissions of a student's graded files."""
        self.converter.set_permissions(self.course.assignment_id, student)

    def files_in(self, folder: Path) -> list[Path]:
        """The files of a folder that nbgrader copies, notebooks left out."""
        return [
            Path(name) for name in find_all_files(str(folder), [*self.course.ignore, "*.ipynb"])
        ]

    # --- Gradebook ---------------------------------------------------------------------------

    def save(self, gradebook: Gradebook, student: str, name: str, notebook: NotebookNode) -> None:
        """Write the points and comments of a graded notebook, as nbgrader's own step does."""
        self.saver.gradebook, self.saver.notebook_id = gradebook, name
        self.saver.assignment_id, self.saver.student_id = self.course.assignment_id, student
        for index, cell in enumerate(notebook.cells):
            if is_grade(cell) or is_solution(cell) or is_task(cell):
                self.saver.preprocess_cell(cell, {}, index)

    def penalty(
        self, submission: SubmittedAssignment, notebook: SubmittedNotebook, seconds: float
    ) -> float | None:
        """Points that a notebook loses for being late, as nbgrader's own step finds them."""
        penalty = self.late.plugin_inst.late_submission_penalty(
            submission.student_id, notebook.score, seconds
        )
        return None if penalty is None else self.late._check_late_penalty(notebook, penalty)
