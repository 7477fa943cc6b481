"""What a run has to do about each submission, and why: compared are bytes, never times.

A notebook is run where its work or its checks are new, or where an earlier run left it half
graded. Everything else stays as it is.
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from grading.course.layout import Course
from grading.course.notebooks import read_notebook, solution_cells
from grading.digests import digest, digest_of, digest_of_file, digest_of_files
from grading.engine.limits import Limits
from grading.engine.run import read_files
from grading.intake.files import OTHERS
from grading.intake.folders import Handed, Submissions
from grading.intake.neighbours import names_others, read_neighbours
from grading.intake.reading import NotReadable, read_bytes
from grading.intake.stamps import files_beside
from grading.records.gradebook import (
    Gradebook,
    GradebookFailed,
    booked_marks,
    kept_numbers,
    known_checks,
)
from grading.records.inputs import digest_of_beside
from grading.records.receipts import KEPT_POINTS, Receipt, receipt_path

#: Why a notebook is run for the first time, or although nothing has changed.
NEW, FORCED = "handed in since the last run", "--force"
#: Why it is graded again.
CHANGED = "what was handed in has changed"
CHECKS = "checks or points have changed"
NO_RECEIPT = "no receipt of it was found"
DISAGREE = "its receipt, its graded file and the gradebook did not agree"


@dataclass(frozen=True)
class Checks:
    """Digests of what a notebook is held against.

    Attributes
    ----------
    named : str
        With the cases of the tasks that its grade cells name.
    whole : str
        With all cases there are: for who may read them, whatever is named.
    """

    named: str
    whole: str

    def of(self, account: Mapping) -> str:
        """The one that counts for a notebook with this account."""
        return self.whole if account.get("reads_cases") else self.named


@dataclass
class Planned:
    """One submission, and what has to be done about it.

    Attributes
    ----------
    student : str
    folder : Path
        Where intake has put it.
    to_run : dict of str to str
        Notebooks that have to be graded, and why.
    to_show : list of str
        Notebooks whose marks are booked, and whose outputs are still to be made.
    outdated : list of str
        Notebooks that stay as they are, though the instructor's solutions have changed since.
    gone : list of str
        Notebooks that are not there any more, of which grades are left.
    handed : dict of str to Handed
    present : set of str
        All notebooks that were handed in, also those that this run was not asked for.
    neighbours : dict of str to dict of str to Path
        For each notebook that runs others: those, by where it finds them.
    work, solutions : dict of str to str
        Digests, by notebook; see `Receipt`.
    checks : dict of str to Checks
    marks : dict of str to dict
        Points that are booked for the same work, by notebook and cell.
    timestamp : datetime or None
        When it was handed in, in UTC.
    """

    student: str
    folder: Path
    handed: dict[str, Handed]
    present: set[str]
    to_run: dict[str, str] = field(default_factory=dict)
    to_show: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    neighbours: dict[str, dict[str, Path]] = field(default_factory=dict)
    work: dict[str, str] = field(default_factory=dict)
    checks: dict[str, Checks] = field(default_factory=dict)
    solutions: dict[str, str] = field(default_factory=dict)
    marks: dict[str, dict[str, float | None]] = field(default_factory=dict)
    timestamp: datetime | None = None

    @property
    def is_graded(self) -> bool:
        """Whether it has its grades already, and is graded again because somebody asks for that."""
        return not self.gone and set(self.to_run.values()) == {FORCED}

    def work_of(self, name: str, beside: dict[str, bytes], limits: Limits) -> str:
        """The digest of what was handed in as one notebook, with the files beside it."""
        others = read_neighbours(self.neighbours.get(name, {}), limits)
        return work_of(self.handed[name], beside | others)


class Planner:
    """Compares what was handed in with what is booked.

    Parameters
    ----------
    gradebook : Gradebook
    submissions : Submissions
    limits : Limits
    force : bool
        Whether everything is run, whatever was graded before.
    may_lower : bool
        Whether points are taken that were kept when a check had changed.
    """

    def __init__(
        self,
        gradebook: Gradebook,
        submissions: Submissions,
        limits: Limits,
        force: bool = False,
        may_lower: bool = False,
    ) -> None:
        self.gradebook, self.submissions = gradebook, submissions
        self.course, self.limits = submissions.course, limits
        self.force, self.may_lower = force, may_lower
        assignment = self.course.assignment_id
        self.booked = booked_marks(gradebook, assignment)
        self.numbers = kept_numbers(gradebook, assignment)
        self.checks = present_checks(gradebook, self.course, assignment, limits)
        self.solutions = present_solutions(self.course, assignment)
        if unknown := sorted(submissions.released.keys() - self.checks):
            raise GradebookFailed(
                f"The gradebook does not know these notebooks of {assignment}, which the release "
                f"has: {', '.join(unknown)}. Run nbgrader generate_assignment {assignment} first."
            )

    def plan(self) -> list[Planned]:
        """All submissions, in the order in which they are graded."""
        return [self.planned(s, folder) for s, folder in sorted(self.submissions.places.items())]

    def planned(self, student: str, folder: Path) -> Planned:
        """What has to be done about one submission."""
        handed = {
            Path(path).stem: self.submissions.handed[path]
            for path in sorted(self.submissions.assignments[str(folder)])
        }
        present = self.submissions.present[student]
        time = self.course.get_existing_timestamp(str(folder))
        planned = Planned(
            student, folder, handed, present, timestamp=time, solutions=self.solutions
        )
        beside = files_beside(folder, self.limits)
        for name in handed:
            if names_others(handed[name].file):
                planned.neighbours[name] = self.submissions.neighbours[student]
            planned.work[name] = planned.work_of(name, beside, self.limits)
            planned.checks[name] = self.checks[name]
            self.decide(planned, name)
        planned.gone = [n for n in self.checks if n not in present and self.left_of(student, n)]
        return planned

    def decide(self, planned: Planned, name: str) -> None:
        """Put a notebook among those to run, to show, or to be said, where it has to be."""
        receipt = Receipt.read(receipt_path(self.course, planned.student, name))
        file = digest_of_file(graded_file(self.course, planned.student, name))
        why = self.why(planned, name, receipt, file) or (FORCED if self.force else "")
        marks = self.booked.get(planned.student, {}).get(name)
        if marks and receipt is not None and receipt.work == planned.work[name]:
            planned.marks[name] = marks
        if why:
            planned.to_run[name] = why
        elif receipt is not None:
            if file != receipt.page:
                planned.to_show.append(name)
            if receipt.solutions not in ("", self.solutions.get(name, "")):
                planned.outdated.append(name)

    def why(self, planned: Planned, name: str, receipt: Receipt | None, file: str | None) -> str:
        """Why a notebook has to be run; empty where it has not.

        Parameters
        ----------
        planned : Planned
        name : str
        receipt : Receipt or None
        file : str or None
            Digest of the graded file, where there is one that can be read.
        """
        marks = self.booked.get(planned.student, {}).get(name)
        if receipt is None:
            # A notebook that was missing until now has been booked with 0 points.
            exists = graded_file(self.course, planned.student, name).exists()
            return NO_RECEIPT if exists or any((marks or {}).values()) else NEW
        if receipt.work != planned.work[name]:
            return CHANGED
        kept = self.may_lower and receipt.account.get(KEPT_POINTS)
        if receipt.checks != planned.checks[name].of(receipt.account) or kept:
            return CHECKS
        return "" if self.agree(planned.student, name, receipt, file) else DISAGREE

    def agree(self, student: str, name: str, receipt: Receipt, file: str | None) -> bool:
        """Whether a receipt, the graded file and the rows of the gradebook say the same."""
        number = self.numbers.get((student, name), "")
        rows_agree = receipt.marks == self.booked.get(student, {}).get(name)
        return rows_agree and receipt.booking == number and file in (receipt.notebook, receipt.page)

    def left_of(self, student: str, name: str) -> bool:
        """Whether there are grades of a notebook that was not handed in."""
        marks = self.booked.get(student, {}).get(name, {})
        return any(points != 0 for points in marks.values()) or (
            graded_file(self.course, student, name).exists()
            or receipt_path(self.course, student, name).exists()
        )


def present_checks(
    gradebook: Gradebook, course: Course, assignment: str, limits: Limits
) -> dict[str, Checks]:
    """For each notebook the digests of what it is held against now; see `Receipt`."""
    shipped = Path(course.format_path(course.source_directory, ".", assignment))
    files = read_files(shipped, limits)
    whole = digest_of_files(files)
    return {
        name: Checks(
            named=digest_of(own, digest_of_beside(files, sources)), whole=digest_of(own, whole)
        )
        for name, (own, sources) in known_checks(gradebook, assignment).items()
    }


def named(checks: Mapping[str, Checks]) -> dict[str, str]:
    """By notebook the digest with the cases of the tasks that its grade cells name."""
    return {name: digests.named for name, digests in checks.items()}


def present_solutions(course: Course, assignment: str) -> dict[str, str]:
    """For each source notebook that can be read the digest of its solutions; see `Receipt`."""
    digests = {}
    for path in Path(course.format_path(course.source_directory, ".", assignment)).glob("*.ipynb"):
        # Of a file that is no notebook nbformat says anything; who needs it finds out and says so.
        with contextlib.suppress(Exception):
            cells = solution_cells(read_notebook(path))
            digests[path.stem] = digest(json.dumps([cell.source for cell in cells]).encode())
    return digests


def work_of(handed: Handed, beside: dict[str, bytes]) -> str:
    """The digest of what was handed in as one notebook."""
    try:
        own = {str(handed.file.place): read_bytes(handed.file.path)} if handed.file else {}
    except NotReadable as error:
        own = {str(error): b""}
    # Files of the course are none of the student's, and may have changed there since.
    notes = handed.notes.sentences(but=OTHERS)
    return digest_of_files(own | beside, [handed.refusal, *notes])


def graded_file(course: Course, student: str, notebook: str) -> Path:
    """Where the graded notebook of a student lies."""
    folder = course.format_path(course.autograded_directory, student, course.assignment_id)
    return Path(folder, f"{notebook}.ipynb")
