"""What a class handed in and earned: the gradebook and the graded notebooks, read together.

Report and exports start from here; nothing is changed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from grading.course.gradecell import about, verdict_on
from grading.course.layout import Course
from grading.engine.verdicts import Verdict
from grading.letters import printable
from grading.outputs.lateness import what_counts
from grading.records.gradebook import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)


@dataclass(frozen=True)
class GradedCell:
    """A cell that earns points, and the function that it grades."""

    notebook: str
    name: str
    function: str
    points: float

    @property
    def key(self) -> tuple[str, str]:
        return self.notebook, self.name


@dataclass
class GradedNotebook:
    """What a graded notebook says of itself.

    Attributes
    ----------
    receipt : dict
        Under ``grading`` in its metadata: time, memory, limits that were hit, repairs.
    verdicts : dict of str to Verdict
        On each grade cell that a judge ran, and on those of another engine that raised an error.
    answers : dict of str to str
        Source of each solution cell.
    order : list of str
        Names of the grade cells from top to bottom.
    damage : str
        Why the file cannot be read; empty where it can.
    """

    receipt: dict
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    order: list = field(default_factory=list)
    damage: str = ""


@dataclass
class Results:
    """One assignment of a class of n students with k cells that earn points.

    Attributes
    ----------
    assignment : str
    cells : list of GradedCell
        In the order in which students meet them.
    students : list of Student
        Those who handed something in, by id.
    absent : list of Student
        Those who did not.
    earned : ndarray of shape (n, k), float
        Points; NaN where the notebook was not handed in.
    waiting : ndarray of shape (n, k), bool
        Whether a person still has to give the points.
    penalty : ndarray of shape (n,), float
        Points taken for being late.
    notebooks : dict of tuple to GradedNotebook
        By student id and notebook.
    comments : dict of str to list of tuple
        By student id: notebook, cell and text of what an instructor wrote.
    released : dict of tuple to str
        Source of the cells that nbgrader knows, as students got them, by notebook and cell.
    """

    assignment: str
    cells: list
    students: list
    absent: list
    earned: np.ndarray
    waiting: np.ndarray
    penalty: np.ndarray
    notebooks: dict
    comments: dict
    released: dict

    @property
    def points(self) -> np.ndarray:
        """ndarray of shape (k,): what each cell is worth."""
        return np.array([cell.points for cell in self.cells], dtype=float)

    @property
    def totals(self) -> np.ndarray:
        """ndarray of shape (n,): all points of a student, the penalty for being late taken off."""
        return what_counts(np.nansum(self.earned, axis=1), self.penalty)


def chosen_assignments(
    gradebook: Gradebook, assignment: Sequence[str], student: Sequence[str]
) -> list[str]:
    """Names of the assignments that an export is asked for; all where none is named.

    Parameters
    ----------
    gradebook : Gradebook
    assignment, student : sequence of str
        What was given with ``--assignment`` and ``--student``.

    Returns
    -------
    list of str

    Raises
    ------
    SystemExit
        If the gradebook does not have one of them.
    """
    assignments = sorted(one.name for one in gradebook.assignments)
    students = sorted(one.id for one in gradebook.students)
    for kind, asked, known in (
        ("assignment", assignment, assignments),
        ("student", student, students),
    ):
        strangers = [str(name) for name in asked if str(name) not in known]
        if strangers:
            raise SystemExit(
                f"The gradebook has no {kind} {', '.join(strangers)}. Expected one name after "
                f"each --{kind}, out of: {', '.join(map(printable, known[:20])) or 'none'}"
                f"{', …' if len(known) > 20 else ''}."
            )
    chosen = set(map(str, assignment)) or assignments
    return [name for name in assignments if name in chosen]


def read_results(
    gradebook: Gradebook, course: Course, assignment: str, students: Sequence[str] = ()
) -> Results:
    """The results of one assignment.

    Parameters
    ----------
    gradebook : Gradebook
    course : Course
        Says where the graded notebooks are.
    assignment : str
    students : sequence of str
        Ids of those to read; all where it is empty.

    Returns
    -------
    Results
    """
    database = gradebook.db
    assignment_id = gradebook.find_assignment(assignment).id
    present, absent = read_students(database, assignment_id, students)
    cells, released = read_graded_cells(database, assignment_id)
    names = sorted(notebook.name for notebook in gradebook.find_assignment(assignment).notebooks)
    notebooks = read_graded_notebooks(course, assignment, present, names)
    cells = in_order(cells, notebooks)
    rows = {student.id: row for row, student in enumerate(present)}
    earned, waiting = read_grades(database, assignment_id, rows, cells)
    take_out_missing(earned, rows, cells, notebooks)
    return Results(
        assignment=assignment,
        cells=cells,
        students=present,
        absent=absent,
        earned=earned,
        waiting=waiting & ~np.isnan(earned),
        penalty=read_penalties(database, assignment_id, rows),
        notebooks=notebooks,
        comments=read_comments(database, assignment_id, rows),
        released=released,
    )


def read_students(
    database: Session, assignment_id: str, wanted: Sequence[str]
) -> tuple[list[Student], list[Student]]:
    """Those who handed something in, and those who did not, by id; all where none is wanted."""
    by_id = select(Student).order_by(Student.id)
    handed_in = select(SubmittedAssignment.student_id).where(
        SubmittedAssignment.assignment_id == assignment_id
    )
    submitted = set(database.execute(handed_in).scalars())
    present, absent = [], []
    for student in database.execute(by_id).scalars():
        if not wanted or student.id in wanted:
            (present if student.id in submitted else absent).append(student)
    return present, absent


def read_graded_cells(
    database: Session, assignment_id: str
) -> tuple[list[GradedCell], dict[tuple[str, str], str]]:
    """Cells that earn points, and the sources of all cells as they were released."""
    sources = {
        (notebook, name): source or ""
        for notebook, name, source in database.execute(
            select(Notebook.name, SourceCell.name, SourceCell.source)
            .join(Notebook, Notebook.id == SourceCell.notebook_id)
            .where(Notebook.assignment_id == assignment_id)
        )
    }
    cells = [
        GradedCell(notebook, name, about(sources.get((notebook, name), ""))[0] or name, points)
        for kind in (GradeCell, TaskCell)
        for notebook, name, points in database.execute(
            select(Notebook.name, kind.name, kind.max_score)
            .join(Notebook, Notebook.id == kind.notebook_id)
            .where(Notebook.assignment_id == assignment_id)
        )
    ]
    return cells, sources


def read_graded_notebooks(
    course: Course, assignment: str, students: list[Student], names: list[str]
) -> dict[tuple[str, str], GradedNotebook]:
    """Graded notebooks by student id and name; those that are not there are left out."""
    found = {}
    for student in students:
        folder = Path(course.format_path(course.autograded_directory, student.id, assignment))
        for name in names:
            path = folder / f"{name}.ipynb"
            if path.exists():
                found[student.id, name] = read_graded_notebook(path)
    return found


def read_graded_notebook(path: Path) -> GradedNotebook:
    """The parts of a graded notebook that tell something; figures and the rest are dropped.

    The file is read as JSON: validating a thousand notebooks that nbgrader itself wrote would
    take minutes.
    """
    try:
        content = json.loads(path.read_bytes())
        notebook = GradedNotebook(dict(content["metadata"].get("grading") or {}))
        for cell in content["cells"]:
            note(cell, notebook)
        return notebook
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        return GradedNotebook({}, damage=f"{type(error).__name__}: {error}")


def note(cell: dict, notebook: GradedNotebook) -> None:
    """Take from a cell what `GradedNotebook` keeps."""
    role = cell["metadata"].get("nbgrader") or {}
    name = role.get("grade_id") or ""
    if role.get("grade"):
        notebook.order.append(name)
        verdict = verdict_on(cell)
        # Of an answer that a person grades, an error is the student's own and no verdict.
        if verdict and (not role.get("solution") or verdict.kind == "unwritten"):
            notebook.verdicts[name] = verdict
    if role.get("solution") and cell["cell_type"] == "code":
        notebook.answers[name] = joined(cell["source"])


def joined(source: str | list[str]) -> str:
    """Text that a notebook file may hold in one piece or line by line."""
    return source if isinstance(source, str) else "".join(source)


def in_order(
    cells: list[GradedCell], notebooks: dict[tuple[str, str], GradedNotebook]
) -> list[GradedCell]:
    """Cells as students meet them: notebook by notebook, from top to bottom."""
    places = {}
    for (_, name), notebook in notebooks.items():
        for place, cell in enumerate(notebook.order):
            places.setdefault((name, cell), place)
    return sorted(cells, key=lambda cell: (cell.notebook, places.get(cell.key, 1000), cell.name))


def read_grades(
    database: Session, assignment_id: str, rows: dict[str, int], cells: list[GradedCell]
) -> tuple[np.ndarray, np.ndarray]:
    """Points and who waits for a person, each of shape (students, cells).

    One query: nbgrader's own properties ask the database again for every grade.
    """
    columns = {cell.key: column for column, cell in enumerate(cells)}
    earned = np.zeros((len(rows), len(cells)))
    waiting = np.zeros(earned.shape, dtype=bool)
    query = (
        select(
            SubmittedAssignment.student_id,
            Notebook.name,
            BaseCell.name,
            Grade.score,
            Grade.needs_manual_grade,
        )
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .join(Notebook, Notebook.id == BaseCell.notebook_id)
        .where(SubmittedAssignment.assignment_id == assignment_id)
    )
    for student, notebook, cell, score, needs_person in database.execute(query):
        if student in rows:
            place = rows[student], columns[notebook, cell]
            earned[place], waiting[place] = score, needs_person
    return earned, waiting


def take_out_missing(
    earned: np.ndarray,
    rows: dict[str, int],
    cells: list[GradedCell],
    notebooks: dict[tuple[str, str], GradedNotebook],
) -> None:
    """Put NaN where a notebook was not handed in.

    Points that somebody gave by hand stand, also where no file is found.
    """
    for column, cell in enumerate(cells):
        for student, row in rows.items():
            if (student, cell.notebook) not in notebooks and not earned[row, column] > 0:
                earned[row, column] = np.nan


def read_penalties(database: Session, assignment_id: str, rows: dict[str, int]) -> np.ndarray:
    """Points that each student loses for being late."""
    penalty = np.zeros(len(rows))
    query = (
        select(SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .where(SubmittedAssignment.assignment_id == assignment_id)
    )
    for student, points in database.execute(query):
        if student in rows:
            penalty[rows[student]] += points or 0.0
    return penalty


def read_comments(
    database: Session, assignment_id: str, rows: dict[str, int]
) -> dict[str, list[tuple[str, str, str]]]:
    """What instructors wrote, by student: notebook, cell and text."""
    comments = {}
    query = (
        select(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, Comment.manual_comment)
        .join(SubmittedNotebook, SubmittedNotebook.id == Comment.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(BaseCell, BaseCell.id == Comment.cell_id)
        .join(Notebook, Notebook.id == BaseCell.notebook_id)
        .where(SubmittedAssignment.assignment_id == assignment_id)
        .order_by(Notebook.name, BaseCell.name)
    )
    for student, notebook, cell, text in database.execute(query):
        if student in rows and text and text.strip():
            comments.setdefault(student, []).append((notebook, cell, text.strip()))
    return comments
