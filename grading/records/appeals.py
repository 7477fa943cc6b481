"""What a student quotes in an appeal: a code, by which the instructor finds the judgement.

It has three groups of letters, such as ``7KQ4-M2XB-9DR4``. The first two say which task of which
student it is, and never change. The last says which judgement: it stays as long as the work and
the points are the same, whatever else is graded again. Nothing of a check is in it.
"""

from collections.abc import Mapping
from dataclasses import astuple, dataclass

from sqlalchemy import insert, inspect, select

from grading.digests import digest_of
from grading.records.gradebook import (
    APPEALS,
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)

#: Letters and digits of which no two look alike, and for which of them others are taken.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OIL", "011")
GROUP = 4
EXAMPLE = "7KQ4-M2XB-9DR4"


@dataclass(frozen=True)
class TaskOfStudent:
    """A grade cell in the work of one student."""

    student: str
    assignment: str
    notebook: str
    cell: str

    @property
    def groups(self) -> str:
        """The part of a code that says which task it is."""
        found = letters(2 * GROUP, *astuple(self))
        return f"{found[:GROUP]}-{found[GROUP:]}"

    def code(self, work: str, points: float) -> str:
        """What is quoted of a judgement.

        Parameters
        ----------
        work : str
            Digest of what was handed in, as a receipt has it.
        points : float
            All that the task has earned, also by hand.

        Returns
        -------
        str
        """
        return f"{self.groups}-{letters(GROUP, *astuple(self), work, round(float(points), 6))}"


@dataclass(frozen=True)
class Standing:
    """The points of a task as the gradebook has them.

    Attributes
    ----------
    grade_id : str
        Of the row of points in the gradebook.
    points : float
        All that it has now, also by hand.
    automatic : float or None
        What its check gives; None where a person has to give the points.
    appealed : tuple of (str, float)
        The days of appeals, and the points on these days.
    """

    grade_id: str
    points: float
    automatic: float | None
    appealed: tuple[tuple[str, float], ...] = ()

    @property
    def changed_by_hand(self) -> bool:
        """Whether a person has given other points than the check."""
        return self.automatic is not None and self.points != self.automatic


def letters(number: int, *values: object) -> str:
    """So many letters that stand for some values."""
    rest = int(digest_of(*values), 16)
    return "".join(LETTERS[rest >> 5 * place & 31] for place in range(number))


def read_code(text: str) -> str:
    """A code as it is written here; empty where a text is none.

    Small letters, spaces for hyphens and the letters that are easily taken for others are read. Of
    the whole line on a page its end is read.
    """
    end = text.rpartition(",")[2]
    found = "".join(filter(str.isalnum, end.upper())).translate(MISREAD)
    if len(found) != 3 * GROUP or set(found) - set(LETTERS):
        return ""
    return "-".join(found[start : start + GROUP] for start in range(0, len(found), GROUP))


def codes(
    student: str, assignment: str, notebook: str, work: str, points: Mapping[str, float]
) -> dict[str, str]:
    """What is quoted of each task of a notebook, by cell."""
    return {
        cell: TaskOfStudent(student, assignment, notebook, cell).code(work, earned)
        for cell, earned in points.items()
    }


def standings(gradebook: Gradebook, assignment: str = "") -> dict[TaskOfStudent, Standing]:
    """All tasks of which the gradebook has points; of all assignments where none is named."""
    appealed = appeals(gradebook)
    rows = (
        select(
            SubmittedAssignment.student_id,
            Assignment.name,
            Notebook.name,
            BaseCell.name,
            Grade.id,
            Grade.score,
            Grade.auto_score,
        )
        .select_from(Grade)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
    )
    if assignment:
        rows = rows.where(Assignment.name == assignment)
    return {
        TaskOfStudent(*names): Standing(grade_id, score, automatic, appealed.get(grade_id, ()))
        for *names, grade_id, score, automatic in gradebook.db.execute(rows)
    }


def note_appeal(gradebook: Gradebook, standing: Standing, day: str) -> None:
    """Keep that somebody has appealed against the points of a task, once for each day."""
    APPEALS.create(gradebook.db.connection(), checkfirst=True)
    same = APPEALS.c.grade_id == standing.grade_id, APPEALS.c.day == day
    if gradebook.db.execute(select(APPEALS).where(*same)).first() is None:
        row = {"grade_id": standing.grade_id, "day": day, "points": standing.points}
        gradebook.db.execute(insert(APPEALS).values(row))
    gradebook.db.commit()


def appeals(gradebook: Gradebook) -> dict[str, tuple[tuple[str, float], ...]]:
    """Days of appeals, and points on these days, by the row of points in the gradebook."""
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    if inspect(gradebook.engine).has_table(APPEALS.name):
        columns = APPEALS.c.grade_id, APPEALS.c.day, APPEALS.c.points
        for grade_id, *appeal in gradebook.db.execute(select(*columns).order_by(APPEALS.c.day)):
            found[grade_id] = (*found.get(grade_id, ()), tuple(appeal))
    return found
