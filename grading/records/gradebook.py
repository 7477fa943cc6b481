"""nbgrader's gradebook, as grading uses it: read for a whole class at once, written as a whole.

nbgrader commits after each cell. Here all that belongs to one submission is one transaction: a run
that ends in the middle leaves either all of it or nothing. No other module outside of `adapters`
imports nbgrader's database; its tables are handed on from here.
"""

import contextlib
import functools
import json
import sqlite3
import uuid
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import nbgrader.api
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    InvalidEntry,
    MissingEntry,
    Notebook,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import (
    Column,
    Float,
    MetaData,
    String,
    Table,
    delete,
    insert,
    inspect,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from grading.course.layout import Course
from grading.digests import digest
from grading.records import server

#: What is handed on of nbgrader's database.
__all__ = [
    "Assignment",
    "BaseCell",
    "Comment",
    "Grade",
    "GradeCell",
    "Gradebook",
    "MissingEntry",
    "Notebook",
    "SourceCell",
    "Student",
    "SubmittedAssignment",
    "SubmittedNotebook",
    "TaskCell",
]

#: Points by student, notebook and cell; None where a person has to give them.
Marks = dict[str, dict[str, dict[str, float | None]]]


#: What SQLite says of a file that is not what it wrote.
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
FAILED = (
    "The gradebook could not be used ({said}). If another program holds it, end that one; if the "
    "disk is full or may not be written, change that. Then run the command again."
)
DAMAGED = (
    "The gradebook {path} is damaged and cannot be read ({said}). Put a backup of it in its place. "
    "If there is none, move the file away and call make grade: everybody is graded again, but "
    "points and comments given by hand, the roster and due dates have to be entered anew."
)


#: The number of the booking that wrote the rows of a notebook; its receipt has the same. Where a
#: run was killed between rows and files, or an older copy of the gradebook was put back, they
#: differ, also where points do not: what is flagged for grading by hand may differ then. nbgrader
#: has no place for it, so the table is made when it is first needed.
NUMBERS = Table(
    "booking_number",
    MetaData(),
    Column("notebook_id", String(32), primary_key=True),
    Column("number", String(32), nullable=False),
)
#: What `appeals` keeps of rows of points, for which nbgrader has no place either.
APPEALS = Table(
    "appeal",
    MetaData(),
    Column("grade_id", String(32), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("points", Float, nullable=False),
)


class GradebookFailed(Exception):
    """The gradebook cannot be read or written; the text says what to do."""


def file_of(url: str) -> Path | None:
    """The file of a gradebook in SQLite, which need not exist; None for other databases."""
    database = make_url(url)
    path = Path((database.database or "").removeprefix("file:"))
    return path if database.get_backend_name() == "sqlite" else None


def is_there(url: str) -> bool:
    """Whether there is a gradebook; nbgrader would make an empty one without a word."""
    path = file_of(url)
    return path is None or path.is_file()


def refuse_unusable(url: str) -> None:
    """Look whether a gradebook can be used: a server answers, a file in SQLite is whole.

    Parameters
    ----------
    url : str
        Of the gradebook, which need not exist.

    Raises
    ------
    GradebookFailed
    """
    if said := server.refusal(url):
        raise GradebookFailed(said)
    path = file_of(url)
    if path is None or not path.is_file():
        return
    try:
        read_only = f"{path.resolve().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(read_only, timeout=0, uri=True)) as base:
            (said,) = base.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in DAMAGE:
            return  # such as one that is locked: who needs it finds that out
        said = str(error)
    if said != "ok":
        raise GradebookFailed(DAMAGED.format(path=path, said=" ".join(said.split())))


def share_engines() -> None:
    """Have all gradebooks of this process that have one address share what SQLAlchemy makes for it.

    nbgrader opens the gradebook several times for each notebook. With an engine of its own each of
    these would compile the same statements anew.
    """
    if not hasattr(nbgrader.api.create_engine, "cache_info"):
        nbgrader.api.create_engine = functools.cache(nbgrader.api.create_engine)


@contextlib.contextmanager
def opened_for_all(course: Course) -> Iterator[Gradebook]:
    """The gradebook of a course, whatever it knows.

    Raises
    ------
    GradebookFailed
        If there is none, or if the database refuses.
    """
    if not is_there(course.db_url):
        raise GradebookFailed(
            f"Expected the gradebook at {file_of(course.db_url)}, found no file there. "
            "Put it back, or make a new one with "
            f"nbgrader generate_assignment {course.assignment_id or 'hw11'}, and run the command "
            "again."
        )
    with failures_told(course.db_url), Gradebook(course.db_url, course.course_id) as gradebook:
        yield gradebook


@contextlib.contextmanager
def opened(course: Course) -> Iterator[Gradebook]:
    """The gradebook of a course, for its assignment.

    Raises
    ------
    GradebookFailed
        If there is none, if it knows nothing of the assignment, or if the database refuses.
    """
    assignment = course.assignment_id
    with opened_for_all(course) as gradebook:
        try:
            gradebook.find_assignment(assignment)
        except MissingEntry:
            raise GradebookFailed(
                f"The gradebook does not know {assignment}. Run nbgrader generate_assignment "
                f"{assignment} first."
            ) from None
        yield gradebook


@contextlib.contextmanager
def failures_told(url: str) -> Iterator[None]:
    """Say what to do where the database itself fails; errors about one row stay what they are.

    Raises
    ------
    GradebookFailed
    """
    try:
        yield
    except (SQLAlchemyError, InvalidEntry) as error:
        # nbgrader takes every error that comes up when it adds something for one of that row.
        cause = error.__context__ if isinstance(error, InvalidEntry) else error
        if not isinstance(cause, SQLAlchemyError) or isinstance(cause, DataError | IntegrityError):
            raise
        text = FAILED if file_of(url) is not None else server.FAILED
        raise GradebookFailed(text.format(said=server.said_by(cause))) from error


@contextlib.contextmanager
def transaction(course: Course) -> Iterator[Gradebook]:
    """The gradebook, in which everything is written at the end of the block, or nothing.

    Raises
    ------
    GradebookFailed
    """
    with opened(course) as gradebook:
        commit = gradebook.db.commit
        # nbgrader's own methods commit; inside of the block they only send what they have.
        gradebook.db.commit = gradebook.db.flush
        try:
            yield gradebook
        except BaseException:
            gradebook.db.rollback()
            raise
        commit()


def due_date(submission: SubmittedAssignment) -> datetime | None:
    """When a submission is due, in UTC, with its extension; None where the assignment has no date.

    nbgrader's own property adds the extension also where there is no date, and fails.
    """
    return submission.duedate if submission.assignment.duedate is not None else None


def seconds_late(submission: SubmittedAssignment) -> float:
    """How much later than due a submission came; 0 where it has no time, or nothing is due."""
    return submission.total_seconds_late if due_date(submission) is not None else 0.0


def add_new_notebooks(gradebook: Gradebook, submission: SubmittedAssignment) -> None:
    """Add rows for notebooks that the assignment got after the submission got its rows.

    They are those that nbgrader's `add_submission` makes, which looks at new submissions only.
    """
    known = {notebook.name for notebook in submission.notebooks}
    for notebook in submission.assignment.notebooks:
        if notebook.name in known:
            continue
        new = SubmittedNotebook(notebook=notebook, assignment=submission)
        for cell in (*notebook.grade_cells, *notebook.task_cells):
            Grade(cell_id=cell.id, notebook=new)
        for cell in (*notebook.solution_cells, *notebook.task_cells):
            Comment(cell_id=cell.id, notebook=new)
        gradebook.db.add(new)
    gradebook.db.flush()


def booked_marks(gradebook: Gradebook, assignment: str, points: Any = Grade.auto_score) -> Marks:
    """What the gradebook holds of the points that grading gave, or of those in another column."""
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, points)
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(Assignment.name == assignment)
    )
    marks: Marks = {}
    for student, notebook, cell, earned in rows:
        marks.setdefault(student, {}).setdefault(notebook, {})[cell] = earned
    return marks


def known_checks(gradebook: Gradebook, assignment: str) -> dict[str, tuple[str, list[str]]]:
    """For each notebook a number that changes when its cells, its checks or its points change.

    With it come the sources of its checks.
    """
    found = {}
    for notebook in gradebook.find_assignment(assignment).notebooks:
        cells = [[c.name, c.cell_type, c.locked, c.source] for c in notebook.source_cells]
        points = [[c.name, c.cell_type, c.max_score] for c in notebook.grade_cells]
        tasks = [[c.name, c.max_score] for c in notebook.task_cells]
        solutions = [c.name for c in notebook.solution_cells]
        facts = [sorted(part, key=str) for part in (cells, points, tasks, solutions)]
        checks = [source for name, *_, source in cells if name in {c[0] for c in points}]
        found[notebook.name] = digest(json.dumps(facts).encode()), checks
    return found


def keep_number(
    gradebook: Gradebook,
    submission: SubmittedAssignment,
    booked: Collection[str],
    gone: Collection[str] = (),
) -> str:
    """Give a booking a number, and write it beside the rows of its notebooks.

    Parameters
    ----------
    gradebook : Gradebook
    submission : SubmittedAssignment
    booked, gone : collection of str
        Notebooks that are booked, and those that are there no more and lose their number.

    Returns
    -------
    str
    """
    number = uuid.uuid4().hex
    NUMBERS.create(gradebook.db.connection(), checkfirst=True)
    ids = {notebook.name: notebook.id for notebook in submission.notebooks}
    old = [ids[name] for name in (*booked, *gone)]
    gradebook.db.execute(delete(NUMBERS).where(NUMBERS.c.notebook_id.in_(old)))
    for name in booked:
        gradebook.db.execute(insert(NUMBERS).values(notebook_id=ids[name], number=number))
    return number


def delete_submissions(gradebook: Gradebook, ids: Collection[str]) -> None:
    """Delete submissions with all that belongs to them, in the transaction of whoever calls this.

    nbgrader's own `remove_submission` commits after every row, and knows no numbers of bookings.

    Parameters
    ----------
    gradebook : Gradebook
    ids : collection of str
        Of rows of `SubmittedAssignment`.
    """
    db = gradebook.db
    of_these = SubmittedNotebook.assignment_id.in_(ids)
    notebooks = list(db.scalars(select(SubmittedNotebook.id).where(of_these)))
    there = inspect(gradebook.engine)
    if there.has_table(NUMBERS.name):
        db.execute(delete(NUMBERS).where(NUMBERS.c.notebook_id.in_(notebooks)))
    if there.has_table(APPEALS.name):
        grades = select(Grade.id).where(Grade.notebook_id.in_(notebooks))
        db.execute(delete(APPEALS).where(APPEALS.c.grade_id.in_(grades)))
    for table, column, owners in (
        (Grade, Grade.notebook_id, notebooks),
        (Comment, Comment.notebook_id, notebooks),
        (SubmittedNotebook, SubmittedNotebook.id, notebooks),
        (SubmittedAssignment, SubmittedAssignment.id, ids),
    ):
        db.execute(delete(table).where(column.in_(owners)))


def kept_numbers(gradebook: Gradebook, assignment: str) -> dict[tuple[str, str], str]:
    """The numbers of all bookings of an assignment, by student and notebook."""
    if not inspect(gradebook.engine).has_table(NUMBERS.name):
        return {}
    rows = (
        select(SubmittedAssignment.student_id, Notebook.name, NUMBERS.c.number)
        .join(SubmittedNotebook, SubmittedNotebook.id == NUMBERS.c.notebook_id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(Assignment.name == assignment)
    )
    return {(student, name): number for student, name, number in gradebook.db.execute(rows)}
