"""What the gradebook knows about the work of one student: points, comments, lateness."""

from dataclasses import dataclass
from datetime import datetime

from nbformat import NotebookNode

from grading.course.cells import determine_grade, is_grade, is_task
from grading.course.gradecell import grade_id
from grading.letters import printable
from grading.outputs.lateness import what_counts
from grading.records.gradebook import Grade as GivenGrade
from grading.records.gradebook import Gradebook, SubmittedNotebook, due_date
from grading.records.zones import kept_zone


@dataclass(frozen=True)
class Grade:
    """Points for one cell.

    Attributes
    ----------
    points, possible : float
    by_hand : bool
        Whether a person gave them, or added to them.
    waiting : bool
        Whether a person is still to give them.
    """

    points: float
    possible: float
    by_hand: bool = False
    waiting: bool = False

    @property
    def verdict(self) -> str:
        """How it went, in a word."""
        if self.waiting:
            return "waiting"
        if self.points >= self.possible:
            return "passed"
        return "partly" if self.points > 0 else "lost"


@dataclass(frozen=True)
class NotebookGrades:
    """What the gradebook knows about one notebook of a submission.

    Attributes
    ----------
    name : str
    points, possible, penalty : float
        The penalty is for handing in late, and not yet taken off the points.
    grades : dict of str to Grade
        By grade id.
    comments : dict of str to str
        By grade id.
    """

    name: str
    points: float
    possible: float
    penalty: float
    grades: dict[str, Grade]
    comments: dict[str, str]

    @property
    def total(self) -> float:
        """Points that count."""
        return what_counts(self.points, self.penalty)

    @property
    def to_come(self) -> float:
        """What the answers are worth for which a person is still to give the points."""
        return sum(grade.possible for grade in self.grades.values() if grade.waiting)


@dataclass(frozen=True)
class Submission:
    """All notebooks of an assignment, as one student handed them in.

    Attributes
    ----------
    student, assignment : str
    who : str
        The student's name, or the id where the gradebook has none.
    handed_in, due : datetime or None
        In UTC, with the student's extension.
    zone : str
        In which the due date was given; empty for UTC.
    points, possible, penalty : float
    notebooks : dict of str to NotebookGrades
        All of the assignment by name, also those that were not handed in.
    """

    student: str
    assignment: str
    who: str
    handed_in: datetime | None
    due: datetime | None
    zone: str
    points: float
    possible: float
    penalty: float
    notebooks: dict[str, NotebookGrades]

    @property
    def late(self) -> bool:
        """Whether it came after it was due."""
        return bool(self.handed_in and self.due and self.handed_in > self.due)

    @property
    def total(self) -> float:
        """Points that count."""
        return what_counts(self.points, self.penalty)

    @property
    def to_come(self) -> float:
        """What the answers are worth for which a person is still to give the points."""
        return sum(notebook.to_come for notebook in self.notebooks.values())


def submission(db_url: str, assignment: str, student: str) -> Submission:
    """Read a submission from the gradebook.

    Parameters
    ----------
    db_url, assignment, student : str

    Returns
    -------
    Submission

    Raises
    ------
    nbgrader.api.MissingEntry
        If the gradebook knows no such submission.
    """
    with Gradebook(db_url) as gradebook:
        found = gradebook.find_submission(assignment, student)
        person = gradebook.find_student(student)
        known = [part for part in (person.first_name, person.last_name) if part]
        notebooks = [notebook(entry) for entry in found.notebooks]
        return Submission(
            student=student,
            assignment=assignment,
            who=printable(" ".join(known) or student),
            handed_in=found.timestamp,
            due=due_date(found),
            zone=kept_zone(gradebook, found.assignment),
            points=found.score,
            possible=found.max_score,
            penalty=sum(entry.penalty for entry in notebooks),
            notebooks={entry.name: entry for entry in sorted(notebooks, key=lambda one: one.name)},
        )


def notebook(entry: SubmittedNotebook) -> NotebookGrades:
    grades = {grade.name: as_grade(grade) for grade in entry.grades}
    # The automatic comment only says that nothing was written, which the check says better.
    comments = {one.name: one.manual_comment for one in entry.comments if one.manual_comment}
    return NotebookGrades(
        name=entry.name,
        points=sum(grade.points for grade in grades.values()),
        possible=sum(grade.possible for grade in grades.values()),
        penalty=entry.late_submission_penalty or 0.0,
        grades=grades,
        comments=comments,
    )


def as_grade(grade: GivenGrade) -> Grade:
    return Grade(
        points=grade.score,
        possible=grade.max_score,
        by_hand=grade.manual_score is not None or bool(grade.extra_credit),
        waiting=bool(grade.needs_manual_grade),
    )


def of_notebook(name: str, graded: NotebookNode) -> NotebookGrades:
    """The same of a graded notebook that is not booked: what its checks give.

    Parameters
    ----------
    name : str
    graded : NotebookNode

    Returns
    -------
    NotebookGrades
    """
    grades = {}
    for cell in graded.cells:
        if is_task(cell):
            grades[grade_id(cell)] = Grade(0.0, cell.metadata.nbgrader["points"], waiting=True)
        elif is_grade(cell):
            points, possible = determine_grade(cell)
            grades[grade_id(cell)] = Grade(points or 0.0, possible, waiting=points is None)
    return NotebookGrades(
        name=name,
        points=sum(grade.points for grade in grades.values()),
        possible=sum(grade.possible for grade in grades.values()),
        penalty=0.0,
        grades=grades,
        comments={},
    )
