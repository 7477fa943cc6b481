"""One call of ``nbgrader autograde``: from what was handed in to booked grades.

Stands in the place of the loop of nbgrader's `Autograde` converter, which books cell by cell and
takes an existing folder for a finished one. What an instructor may configure there is done by the
`Steps` that a batch is given.
"""

import contextlib
import errno
import os
import shutil
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grading.autograde.booking import Booking, Graded, Points
from grading.autograde.ledger import Ledger
from grading.autograde.moves import Earlier, moves
from grading.autograde.plan import CHECKS, FORCED, Planned, Planner, graded_file, named
from grading.autograde.progress import Pages, Progress
from grading.autograde.steps import Steps, resources_of
from grading.autograde.vanished import vanished
from grading.course.layout import Course
from grading.engine.outcomes import ForkFailed, WorkersLost
from grading.errors import CourseError
from grading.intake.folders import Submissions
from grading.intake.repair import notebook_to_grade
from grading.intake.stamps import files_beside
from grading.interrupts import Interrupted
from grading.letters import printable
from grading.records.gradebook import (
    GradebookFailed,
    MissingEntry,
    failures_told,
    opened,
)
from grading.records.receipts import KEPT_POINTS
from grading.records.unproved import failed
from grading.scratch import unfinished

#: Errors of a file system that is full, broken or read-only, for whatever is written.
DISK_FAILS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
CHANGED_MEANWHILE = (
    "what was handed in was changed or taken away while the run was going on. Run the command "
    "again when it is as it should be."
)


class WorkChanged(Exception):
    """What was handed in is not what it was when the run began."""


class NotAllGraded(CourseError):
    """Something could not be graded; the lines of the run say what and why."""


@dataclass(frozen=True)
class Sanitized:
    """A notebook with the instructor's cells in place.

    Attributes
    ----------
    notebook : NotebookNode
    taken : float
        Processor seconds that it took, which count against the notebook's time.
    """

    notebook: NotebookNode
    taken: float


class Batch:
    """Grades the submissions of one call.

    Parameters
    ----------
    steps : Steps
    course : Course
        In which submissions lie where intake has put them.
    submissions : Submissions
    ledger : Ledger
        Is told what becomes of each.
    """

    #: The last words where something went wrong.
    not_all = "Not everything could be graded; the lines above say why."

    def __init__(
        self, steps: Steps, course: Course, submissions: Submissions, ledger: Ledger
    ) -> None:
        self.steps, self.course, self.submissions = steps, course, submissions
        self.ledger, self.log, self.booking = ledger, ledger.log, Booking(course, steps)
        self.prepared: dict[tuple[str, str], Sanitized | Exception] = {}

    def run(self) -> None:
        """Grade what has to be graded.

        Raises
        ------
        NotAllGraded
        """
        try:
            with failures_told(self.course.db_url):
                self.grade_all()
        except (GradebookFailed, OSError) as error:
            self.ledger.stop(no_room(error) if isinstance(error, OSError) else str(error))
        except ForkFailed as error:
            self.ledger.stop(
                f"The process that runs notebooks could not be started ({error}). See whether "
                "this machine has processes, memory and open files left, and that what "
                "requirements.txt lists is installed; then run the command again."
            )
        except SystemExit as end:
            known = isinstance(end, Interrupted) or isinstance(end.code, str)
            by_itself = f"The run was ended with status {end.code} by a part of the course."
            self.ledger.stop(str(end) if known else by_itself)
            if isinstance(end, Interrupted):
                raise
        finally:
            self.ledger.show()
        # Where formgrader grades, the next batch begins in this process.
        self.steps.leave_engine()
        if self.ledger.failed:
            raise NotAllGraded(self.not_all)

    def grade_all(self) -> None:
        """Plan, grade and book, then make what people see."""
        self.steps.check()
        if self.steps.is_judged:
            self.steps.use_results()
        planner, plan = self.planned(self.steps.force)
        self.ledger.unproved = failed(self.course, named(planner.checks))
        self.remove_unfinished()
        self.ledger.outdated = {p.student: p.outdated for p in plan if p.outdated}
        self.ledger.to_show = {p.student: p.to_show for p in plan if p.to_show}
        outstanding = [planned for planned in plan if planned.to_run or planned.gone]
        rest = {p.student: p for p in plan if not p.to_run and not p.gone}
        self.ledger.forced, self.ledger.unchanged = self.steps.force, list(rest)
        self.ledger.waiting = [planned.student for planned in outstanding]
        self.ledger.kept = [planned.student for planned in outstanding if planned.is_graded]
        self.begin(outstanding, planner.checks)
        with Progress(self.course.assignment_id, outstanding, self.ledger, self.log) as progress:
            for planned in self.ahead_of(outstanding):
                self.grade(planned, progress)
        self.ledger.new_times = self.booking.book_times(rest)
        if self.course.student_id == "*":
            original = self.submissions.original
            with opened(original) as gradebook:
                found = vanished(gradebook, original, original.assignment_id)
                self.ledger.vanished = list(found)
        if self.steps.is_judged:
            self.show_all(plan)

    def planned(self, force: bool) -> tuple[Planner, list[Planned]]:
        """What compares submissions with what is booked, and what it has found."""
        steps = self.steps
        with opened(self.course) as gradebook:
            planner = Planner(gradebook, self.submissions, steps.limits, force, steps.may_lower)
            return planner, planner.plan()

    def begin(self, outstanding: list[Planned], notebooks: Iterable[str]) -> None:
        """Start what runs and judges notebooks, and see whether it can."""
        if not self.steps.is_judged or not any(planned.to_run for planned in outstanding):
            return
        self.steps.start_engine()
        for planned in outstanding[:1]:  # while it loads
            for name in planned.to_run:
                self.prepare(planned, name)
        self.steps.check_set_up(notebooks)

    def remove_unfinished(self) -> None:
        """Remove what a run that was killed had not put in place yet."""
        anybody = self.course.format_path(
            self.course.autograded_directory, "*", self.course.assignment_id
        )
        place = unfinished(Path(anybody))
        level = place.parts.index("*")
        for folder in Path(*place.parts[:level]).glob(str(Path(*place.parts[level:]))):
            shutil.rmtree(folder, ignore_errors=True)

    # --- Notebooks ---------------------------------------------------------------------------

    def announce(self, submissions: list[Planned]) -> None:
        """Have all notebooks of submissions run, which are going to be asked for."""
        for planned in submissions:
            for name in planned.to_run:
                prepared = self.prepare(planned, name)
                resources = self.resources(planned, name, planned.folder)
                try:
                    if isinstance(prepared, Sanitized):
                        self.look_again(planned, name)
                        self.steps.announce(prepared.notebook, resources, prepared.taken)
                except Exception as error:  # raised when it is this notebook's turn
                    self.prepared[planned.student, name] = error

    def ahead_of(self, submissions: list[Planned]) -> Iterator[Planned]:
        """Submissions in turn, each when those after it are announced that there is room for."""
        waiting = iter(submissions)
        coming: deque[Planned] = deque()
        while True:
            # One more than this one in any case: it runs while this one is booked.
            while len(coming) < 2 or sum(len(p.to_run) for p in coming) <= self.steps.ahead:
                if (planned := next(waiting, None)) is None:
                    break
                self.announce([planned])
                coming.append(planned)
            if not coming:
                return
            yield coming.popleft()

    def prepare(self, planned: Planned, name: str) -> Sanitized | Exception:
        """The notebook with the instructor's cells in place, or why there is none."""
        where = planned.student, name
        if where not in self.prepared:
            started = processor_time()
            try:
                handed = planned.handed[name]
                found = notebook_to_grade(handed, self.submissions, planned.student, self.log)
                resources = self.resources(planned, name, planned.folder)
                notebook = self.steps.sanitized(found, resources)
                self.prepared[where] = Sanitized(notebook, processor_time() - started)
            except Exception as error:  # raised when it is this notebook's turn
                self.prepared[where] = error
        return self.prepared[where]

    def look_again(self, planned: Planned, name: str) -> None:
        """See whether a notebook and the files beside it are still what the receipt will say.

        Raises
        ------
        WorkChanged
        """
        beside = files_beside(planned.folder, self.steps.limits)
        if planned.work_of(name, beside, self.steps.limits) != planned.work[name]:
            raise WorkChanged

    def grade_notebook(self, planned: Planned, name: str, stage: Path) -> Graded:
        """Run one notebook, and judge it."""
        self.log.info("Autograding %s of %s", name, printable(planned.student))
        prepared = self.prepared.pop((planned.student, name))
        with failures_told(self.course.db_url):
            if isinstance(prepared, Exception):
                raise prepared
            text = self.steps.graded(prepared.notebook, self.resources(planned, name, stage))
        return Graded(nbformat.reads(text, as_version=4), text)

    def grade_and_compare(self, planned: Planned, name: str, stage: Path) -> Graded:
        """Run and judge one notebook, and see what has moved since it was graded before."""
        graded, earlier = self.grade_notebook(planned, name, stage), self.earlier(planned, name)
        return graded if earlier is None else self.compared(graded, earlier, planned.to_run[name])

    def earlier(self, planned: Planned, name: str) -> Earlier | None:
        """A notebook as it was graded before, where that is known."""
        if name not in planned.marks:
            return None
        path = graded_file(self.course, planned.student, name)
        notebook = None
        with contextlib.suppress(Exception):  # of a damaged file nbformat says anything
            notebook = nbformat.read(path, as_version=4)
        return Earlier(notebook, planned.marks[name])

    def compared(self, graded: Graded, earlier: Earlier, why: str) -> Graded:
        """A graded notebook with what has moved; nothing falls where only checks have changed."""
        may_lower = self.steps.may_lower or why not in (CHECKS, FORCED)
        moved = tuple(moves(earlier, graded.notebook, may_lower))
        kept = [move.cell for move in moved if move.stands is not None]
        if not kept:
            return Graded(graded.notebook, graded.text, moved)
        graded.notebook.metadata.grading[KEPT_POINTS] = kept
        return Graded(graded.notebook, nbformat.writes(graded.notebook) + "\n", moved)

    def resources(self, planned: Planned, name: str, folder: Path) -> dict:
        """What nbgrader tells its preprocessors about a notebook."""
        return resources_of(
            self.course, planned.student, name, folder, planned.neighbours.get(name, {})
        )

    # --- Submissions -------------------------------------------------------------------------

    def grade(self, planned: Planned, progress: Progress) -> None:
        """Grade and book one submission; whatever is wrong with it, the others go on."""
        self.steps.begin([planned.folder / f"{name}.ipynb" for name in planned.to_run])
        progress.begin(planned)
        booked = None
        with self.losing(planned):
            booked = self.booked(planned, progress)
        if booked is None:
            return
        graded, points = booked
        planned.to_show += [name for name, one in graded.items() if one.is_pending]
        self.ledger.to_show[planned.student] = planned.to_show
        self.ledger.keep_moves(planned.student, [m for g in graded.values() for m in g.moves])
        progress.submission_done(points)
        self.steps.end()

    def booked(self, planned: Planned, progress: Progress) -> tuple[dict[str, Graded], Points]:
        """Grade the notebooks of one submission, and book all of them together."""
        stage = unfinished(self.booking.destination(planned.student))
        try:
            stage = self.booking.stage(planned)
            graded = {}
            for name in planned.to_run:
                graded[name] = self.grade_and_compare(planned, name, stage)
                progress.notebook_done(name, graded[name].account)
            return graded, self.booking.book(planned, stage, graded)
        finally:
            shutil.rmtree(stage, ignore_errors=True)

    @contextlib.contextmanager
    def losing(self, planned: Planned) -> Iterator[None]:
        """Go on with the others where one submission cannot be graded, and say why."""
        try:
            yield
        except (GradebookFailed, Interrupted):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno in DISK_FAILS:
                raise
            if not isinstance(error, WorkChanged | WorkersLost):
                self.log.error("While grading %s:", printable(planned.student), exc_info=True)
            self.ledger.lose(planned.student, why_lost(error))

    # --- What people see -----------------------------------------------------------------------

    def show_all(self, plan: list[Planned]) -> None:
        """Make the outputs of all notebooks that have their marks; no judge asks any more."""
        waiting = [(planned, name) for planned in plan for name in planned.to_show]
        self.ledger.marks_only = not self.steps.makes_pages
        if not waiting or not self.steps.makes_pages:
            return
        with Pages(self.course.assignment_id, len(waiting)) as progress:
            ahead: deque[tuple[Planned, str, NotebookNode | Exception]] = deque()
            for planned, name in waiting:
                ahead.append((planned, name, self.announce_page(planned, name)))
                if len(ahead) > self.steps.ahead:
                    self.show(*ahead.popleft(), progress)
            while ahead:
                self.show(*ahead.popleft(), progress)

    def announce_page(self, planned: Planned, name: str) -> NotebookNode | Exception:
        """The graded notebook, which runs from now on; or why it cannot."""
        path = graded_file(self.course, planned.student, name)
        try:
            notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
            self.steps.announce_page(notebook, self.resources(planned, name, path.parent))
        except Exception as error:  # told when it is this notebook's turn
            return error
        return notebook

    def show(
        self, planned: Planned, name: str, notebook: NotebookNode | Exception, progress: Pages
    ) -> None:
        """Make the outputs of one notebook; where that fails, its marks stay as they are."""
        try:
            where = graded_file(self.course, planned.student, name).parent
            with failures_told(self.course.db_url):
                if isinstance(notebook, Exception):
                    raise notebook
                text = self.steps.shown(notebook, self.resources(planned, name, where))
            shown = Graded(nbformat.reads(text, as_version=4), text)
            self.booking.keep_page(planned.student, name, shown)
        except (GradebookFailed, Interrupted):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno in DISK_FAILS:
                raise
            self.log.error(
                "While the outputs of %s of %s were made:",
                name,
                printable(planned.student),
                exc_info=True,
            )
        else:
            self.ledger.shown(planned.student, name)
            progress.page_done()


def processor_time() -> float:
    """Seconds that this thread has worked, and processes that it has waited for."""
    children = os.times()
    return time.thread_time() + children.children_user + children.children_system


def why_lost(error: Exception) -> str:
    """Why a submission could not be graded, for whoever runs the command."""
    if isinstance(error, MissingEntry):
        return f"the gradebook does not know what it needs ({error})"
    if isinstance(error, ForkFailed):
        return f"the process that runs notebooks ended again and again ({error})"
    if isinstance(error, WorkChanged):
        return CHANGED_MEANWHILE
    if isinstance(error, WorkersLost):
        return (
            "the worker that ran it was lost, and so was another one on which it ran alone. The "
            "same command tries again; if that ends in the same way, this submission takes more "
            "than the machines of the cluster have"
        )
    return f"{type(error).__name__}: {str(error).split(chr(10))[0]} (the log says more)"


def no_room(error: OSError) -> str:
    """What to do where the system takes no files."""
    return (
        f"The system did not let a file be written ({os.strerror(error.errno or 0)}: "
        f"{error.filename}). Mend that, and run the command again."
    )
