"""Books a graded submission: rows in the gradebook, files, receipts, in this order.

Until everything is graded nothing of an earlier grade is touched. The files are first written
beside their place, where a full disk does no harm; then the gradebook takes all rows in one
transaction; then the files are moved, and each gets its receipt. Whoever ends the process between
two of these steps leaves a receipt that does not agree, and the next run grades it again.
"""

import dataclasses
import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from grading.autograde.marks import tasks
from grading.autograde.moves import Move
from grading.autograde.plan import Planned, graded_file
from grading.autograde.steps import Steps
from grading.course.layout import Course
from grading.digests import digest
from grading.intake.stamps import TIMESTAMP
from grading.interrupts import interrupts
from grading.records.gradebook import (
    Gradebook,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
    add_new_notebooks,
    keep_number,
    seconds_late,
    transaction,
)
from grading.records.receipts import Receipt, is_pending, receipt_path
from grading.scratch import put_in_place, unfinished


@dataclass(frozen=True)
class Graded:
    """A notebook that is graded and not booked yet.

    Attributes
    ----------
    notebook : NotebookNode
    text : str
        The same as a file.
    moves : tuple of Move
        Points that are not what was booked before.
    """

    notebook: NotebookNode
    text: str
    moves: tuple[Move, ...] = ()

    @property
    def account(self) -> dict:
        """What it says of how it was graded."""
        return dict(self.notebook.metadata.get("grading", {}))

    @property
    def is_pending(self) -> bool:
        """Whether its outputs are still to be made."""
        return is_pending(self.account)


@dataclass(frozen=True)
class Points:
    """What a submission has after it was booked."""

    score: float
    most: float
    of_notebooks: int


class Booking:
    """Books the submissions of one run.

    Parameters
    ----------
    course : Course
    steps : Steps
    """

    def __init__(self, course: Course, steps: Steps) -> None:
        self.course, self.steps = course, steps

    # --- Files -----------------------------------------------------------------------------

    def destination(self, student: str) -> Path:
        """Where the graded files of a student lie."""
        return graded_file(self.course, student, "").parent

    def stage(self, planned: Planned) -> Path:
        """A folder beside that place, with the files that notebooks find beside them."""
        stage = unfinished(self.destination(planned.student))
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(parents=True)
        source = self.course.format_path(
            self.course.source_directory, ".", self.course.assignment_id
        )
        self.copy_files(planned.folder, stage)
        self.copy_files(Path(source), stage, self.steps.not_replaced)
        return stage

    def copy_files(self, here: Path, there: Path, excluded: Collection[str] = ()) -> None:
        """Copy files with their folders as nbgrader does; a file that is there is replaced."""
        for path in self.steps.files_in(here):
            place = path.relative_to(here)
            if str(place) not in excluded:
                (there / place).parent.mkdir(parents=True, exist_ok=True)
                (there / place).unlink(missing_ok=True)
                shutil.copy(path, there / place)

    def move(self, stage: Path, planned: Planned) -> None:
        """Put the staged files in place, and take away what has no right to be there any more."""
        kept = [Path(f"{name}.ipynb") for name in self.not_chosen(planned)]
        put_in_place(stage, self.destination(planned.student), kept)
        self.steps.give_permissions(planned.student)

    def not_chosen(self, planned: Planned) -> set[str]:
        """Notebooks that were handed in and are not graded in this run."""
        return planned.present - planned.to_run.keys()

    # --- Gradebook -------------------------------------------------------------------------

    def book(self, planned: Planned, stage: Path, graded: dict[str, Graded]) -> Points:
        """Book a submission.

        Parameters
        ----------
        planned : Planned
        stage : Path
            From `stage`; the graded notebooks are written there.
        graded : dict of str to Graded

        Raises
        ------
        GradebookFailed, OSError
            Then nothing was changed, or the next run finishes it.
        """
        for name, one in graded.items():
            (stage / f"{name}.ipynb").write_text(one.text, encoding="utf-8")
        with interrupts.held():
            with transaction(self.course) as gradebook:
                submission = self.book_rows(gradebook, planned, graded)
                number = keep_number(gradebook, submission, graded, planned.gone)
                marks = {n.name: auto_points(n) for n in submission.notebooks if n.name in graded}
                points = Points(
                    submission.score, submission.max_score, len(submission.assignment.notebooks)
                )
            self.move(stage, planned)
            for name in planned.gone:
                self.receipt(planned, name).unlink(missing_ok=True)
            for name, one in graded.items():
                file, path = digest(one.text.encode()), self.receipt(planned, name)
                before = Receipt.read(path)
                Receipt(
                    work=planned.work[name],
                    checks=planned.checks[name].of(one.account),
                    notebook=file,
                    marks=marks[name],
                    account=one.account,
                    page="" if one.is_pending else file,
                    booking=number,
                    solutions=planned.solutions.get(name, ""),
                    tasks=tasks(one.notebook),
                    moves=[*(before.moves if before else ()), *(m.booked() for m in one.moves)],
                ).write(path)
        return points

    def receipt(self, planned: Planned, name: str) -> Path:
        """Where the receipt of a notebook lies."""
        return receipt_path(self.course, planned.student, name)

    def keep_page(self, student: str, name: str, shown: Graded) -> None:
        """Put the outputs of a notebook into its graded file; no points are touched.

        Between the two steps the receipt knows both files, so that whoever ends the process there
        leaves a notebook whose page is still to be made.
        """
        place = graded_file(self.course, student, name)
        ready = unfinished(place)
        path = receipt_path(self.course, student, name)
        with interrupts.held():
            ready.write_text(shown.text, encoding="utf-8")
            receipt = Receipt.read(path)
            if receipt is None:
                raise FileNotFoundError(f"{path} is gone, or damaged.")
            page = digest(shown.text.encode())
            dataclasses.replace(receipt, account=shown.account, page=page).write(path)
            os.replace(ready, place)
            self.steps.give_permissions(student)

    def book_rows(
        self, gradebook: Gradebook, planned: Planned, graded: dict[str, Graded]
    ) -> SubmittedAssignment:
        """Write all rows of a submission."""
        assignment, student = self.course.assignment_id, planned.student
        if self.steps.adds_students:
            gradebook.update_or_create_student(student)
        submission = gradebook.update_or_create_submission(
            assignment, student, timestamp=planned.timestamp
        )
        add_new_notebooks(gradebook, submission)
        for name, one in graded.items():
            self.steps.save(gradebook, student, name, one.notebook)
        for notebook in submission.notebooks:
            if notebook.name not in planned.present:
                for grade in notebook.grades:
                    grade.auto_score, grade.needs_manual_grade = 0, False
        gradebook.db.flush()
        gradebook.db.expire_all()
        self.book_lateness(submission)
        gradebook.db.flush()
        return submission

    def book_lateness(self, submission: SubmittedAssignment) -> bool:
        """Write what coming late costs.

        Returns
        -------
        bool
            Whether it costs something else than before.
        """
        before = [notebook.late_submission_penalty for notebook in submission.notebooks]
        seconds = seconds_late(submission)
        for notebook in submission.notebooks:
            late = seconds > 0
            penalty = self.steps.penalty(submission, notebook, seconds) if late else None
            notebook.late_submission_penalty = penalty
        after = [notebook.late_submission_penalty for notebook in submission.notebooks]
        return [penalty or 0 for penalty in before] != [penalty or 0 for penalty in after]

    def book_times(self, students: dict[str, Planned]) -> list[str]:
        """Write times and lateness of submissions that are not run; returns whose changed."""
        changed = []
        with transaction(self.course) as gradebook:
            for student, planned in students.items():
                try:
                    submission = gradebook.find_submission(self.course.assignment_id, student)
                except MissingEntry:
                    continue
                new = planned.timestamp != submission.timestamp
                submission.timestamp = planned.timestamp
                if new:
                    self.keep_time(planned)
                if self.book_lateness(submission) or new:
                    changed.append(student)
        return changed

    def keep_time(self, planned: Planned) -> None:
        """Put the time beside the graded notebooks, from where nbgrader hands it on."""
        kept = self.destination(planned.student) / TIMESTAMP
        kept.unlink(missing_ok=True)
        if planned.timestamp is not None:
            shutil.copy(planned.folder / TIMESTAMP, kept)
        self.steps.give_permissions(planned.student)


def auto_points(notebook: SubmittedNotebook) -> dict[str, float | None]:
    """The points that grading gave in a notebook of the gradebook, by cell."""
    return {grade.name: grade.auto_score for grade in notebook.grades}
