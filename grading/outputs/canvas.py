"""Grades for Canvas: ``canvas.csv``, which *Grades → Import* reads, and comments beside it.

The columns are those that "Import CSV File for Carmen Grades" (teaching.resources.osu.edu,
CarmenCanvas guides) lists as required, in the order in which ``lib/gradebook_importer.rb`` of
github.com/instructure/canvas-lms checks them.
"""

import re
from collections.abc import Mapping, Sequence
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
    classes: Sequence[tuple[Results, Mapping[str, Mark]]],
    id_column: str,
    numbers: Mapping[str, int],
    comments: bool,
) -> None:
    """Write a column for each assignment, and where they are wanted all comments beside it.

    Parameters
    ----------
    path : Path
    classes : sequence of (Results, mapping of str to Mark)
    id_column : str
        In which of its columns Canvas knows the students' ids.
    numbers : mapping of str to int
        Canvas' numbers of assignments.
    comments : bool
    """
    headers = {results.assignment: header(results.assignment, numbers) for results, _ in classes}
    columns = [*COLUMNS, *headers.values()]
    # Four spaces open this cell in Canvas' own files.
    rows: dict[str | None, dict] = {None: {"Student": "    Points Possible"}}
    remarks = []
    for results, marks in classes:
        column = headers[results.assignment]
        rows[None][column] = points(results.points.sum())
        for who, mark in marks.items():
            row = rows.setdefault(who, identity_of(mark.student, id_column))
            row[column] = None if mark.points is None else points(mark.points)
            if mark.comment:
                remarks.append((who, results.assignment, mark.comment))
    write_table(path, list(rows.values()), columns)
    show(f"{path}: {counted(len(rows) - 1, 'student')}, {counted(len(headers), 'assignment')}")
    if comments:
        beside = path.with_name(f"{path.stem}_comments{path.suffix}")
        titles = [id_column, "Assignment", "Comment"]
        said = [dict(zip(titles, remark, strict=True)) for remark in remarks]
        write_table(beside, said, titles, texts=["Comment"])
        many = counted(len(remarks), "comment")
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
