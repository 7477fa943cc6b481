"""What a run needs of the steps that nbgrader lets an instructor configure.

`grading.adapters.pipeline` has them; nothing here knows nbgrader's classes.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from nbformat import NotebookNode

from grading.course.layout import Course
from grading.engine.limits import Limits
from grading.records.gradebook import Gradebook, SubmittedAssignment, SubmittedNotebook


class Steps(Protocol):
    """The steps of one call of ``nbgrader autograde``, as the course has configured them.

    Attributes
    ----------
    force : bool
        Whether everything is graded, whatever was graded before.
    adds_students : bool
        Whether students whom the gradebook does not know are added to it.
    may_lower : bool
        Whether a check that has changed may take points from work that has not.
    limits : Limits
    """

    force: bool
    may_lower: bool
    adds_students: bool
    limits: Limits

    @property
    def not_replaced(self) -> list[str]:
        """Files of students that stay where the instructor has one of the same name."""

    @property
    def is_judged(self) -> bool:
        """Whether submissions run in this course's sandbox."""

    @property
    def makes_pages(self) -> bool:
        """Whether the outputs that people see are wanted in this run."""

    @property
    def ahead(self) -> int:
        """How many notebooks are under way before they are asked for."""

    def check(self) -> None:
        """Make every step once; a wrong setting ends the run with a sentence (SystemExit)."""

    def start_engine(self) -> None:
        """Begin to load what runs and judges notebooks, and do not wait for it."""

    def use_results(self) -> None:
        """Use what earlier runs have found, and keep what this one finds.

        Where everything is graded whatever was graded before, only this run's own results count.
        """

    def leave_engine(self) -> None:
        """End what was announced and is not asked for any more."""

    def check_set_up(self, notebooks: Iterable[str]) -> None:
        """See whether these notebooks can be judged, before any student's code runs.

        If they cannot, the run ends with a sentence (SystemExit).
        """

    def sanitized(self, notebook: NotebookNode, resources: dict) -> NotebookNode:
        """A notebook with the instructor's cells in place."""

    def announce(self, notebook: NotebookNode, resources: dict, taken: float) -> None:
        """Have such a notebook run, of whose time some seconds are taken already."""

    def graded(self, notebook: NotebookNode, resources: dict) -> str:
        """The file of a notebook that was run and judged."""

    def announce_page(self, notebook: NotebookNode, resources: dict) -> None:
        """Have a graded notebook run for the outputs that people see."""

    def shown(self, notebook: NotebookNode, resources: dict) -> str:
        """The file of a graded notebook with these outputs."""

    def begin(self, notebooks: list[Path]) -> None:
        """Call the instructor's hook before a submission is graded."""

    def end(self) -> None:
        """Call the instructor's hook after it was graded."""

    def give_permissions(self, student: str) -> None:
        """Set the permissions of a student's graded files."""

    def files_in(self, folder: Path) -> list[Path]:
        """The files of a folder that are copied, notebooks left out."""

    def save(self, gradebook: Gradebook, student: str, name: str, notebook: NotebookNode) -> None:
        """Write the points and comments of a graded notebook into its rows."""

    def penalty(
        self, submission: SubmittedAssignment, notebook: SubmittedNotebook, seconds: float
    ) -> float | None:
        """Points that a notebook loses for being late; None where nothing is taken."""


def resources_of(
    course: Course, student: str, name: str, folder: Path, neighbours: Mapping[str, Path]
) -> dict:
    """What nbgrader tells its preprocessors about a notebook.

    Parameters
    ----------
    course : Course
        With the assignment.
    student, name : str
        Whose notebook, and which.
    folder : Path
        Where it lies.
    neighbours : mapping of str to Path
        The notebooks that it may run, by where it finds them.

    Returns
    -------
    dict
    """
    return {
        "unique_key": name,
        "output_files_dir": f"{name}_files",
        "metadata": {"name": name, "path": str(folder)},
        "neighbours": neighbours,
        "nbgrader": {
            "student": student,
            "assignment": course.assignment_id,
            "notebook": name,
            "db_url": course.db_url,
        },
    }
