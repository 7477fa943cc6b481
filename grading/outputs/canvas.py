"""Grades for Canvas: a file for *Grades → Import*, and comments beside it.

The columns are those that "Import CSV File for Carmen Grades" (teaching.resources.osu.edu,
CarmenCanvas guides) lists as required, in the order in which ``lib/gradebook_importer.rb`` of
github.com/instructure/canvas-lms checks them.

Two things are left out of that file because of what Canvas would do with them. Canvas takes an
empty cell for a change where it has a grade (``no_change_to_value?`` there), and sends it on, which
deletes that grade: so there is a file for each assignment, without students who have no grade. And
it takes every column that it does not know for a new assignment: so comments are beside it.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from grading.counts import counted, points
from grading.outputs.exports import Mark
from grading.outputs.results import Results
from grading.outputs.tables import write_table
from grading.records.gradebook import Student
from grading.terminal import show

LOGIN, SIS = "SIS Login ID", "SIS User ID"
COLUMNS = ["Student", "ID", SIS, LOGIN, "Section"]


def write_canvas(
    path: Path,
    results: Results,
    marks: Mapping[str, Mark],
    id_column: str,
    numbers: Mapping[str, int],
) -> None:
    """Write the final grades of an assignment.

    Parameters
    ----------
    path : Path
    results : Results
    marks : mapping of str to Mark
    id_column : str
        In which of its columns Canvas knows the students' ids.
    numbers : mapping of str to int
        Canvas' numbers of assignments.
    """
    column = header(results.assignment, numbers)
    # Four spaces open this cell in Canvas' own files.
    possible = {"Student": "    Points Possible", column: points(results.points.sum())}
    rows = [
        identity_of(mark.student, id_column) | {column: points(mark.points)}
        for mark in marks.values()
        if mark.points is not None
    ]
    write_table(path, [possible, *rows], [*COLUMNS, column])
    show(f"{path}: {counted(len(rows), 'student')}")


def write_comments(path: Path, assignment: str, marks: Mapping[str, Mark], id_column: str) -> None:
    """Write the comments on an assignment, which Canvas has no import for.

    Parameters
    ----------
    path : Path
        Of the file with the grades.
    assignment : str
    marks : mapping of str to Mark
    id_column : str
        As in `write_canvas`.
    """
    beside = path.with_name(f"{path.stem}_comments{path.suffix}")
    titles = [id_column, "Assignment", "Comment"]
    said = [
        dict(zip(titles, (who, assignment, mark.comment), strict=True))
        for who, mark in marks.items()
        if mark.comment
    ]
    write_table(beside, said, titles, texts=["Comment"])
    many = counted(len(said), "comment")
    show(f"{beside}: {many}, which Canvas does not import with grades")


def header(assignment: str, numbers: Mapping[str, int]) -> str:
    """The column of an assignment, with Canvas' number where it is known."""
    number = numbers.get(assignment)
    return assignment if number is None else f"{assignment} ({number})"


def identity_of(student: Student, id_column: str) -> dict[str, object]:
    """What identifies a student."""
    number = student.lms_user_id or ""
    return {
        "Student": name(student),
        # Canvas would read "12b" as 12, which is somebody else.
        "ID": number if re.fullmatch(r"[0-9]+", number) else "",
        id_column: student.id,
    }


def name(student: Student) -> str:
    """A name as Canvas sorts it; the id where the gradebook has none."""
    parts = [part for part in (student.last_name, student.first_name) if part]
    return ", ".join(parts) or student.id
