"""Grades for Canvas: ``nbgrader export --exporter=grading.outputs.canvas.CanvasGrades``.

Writes ``canvas.csv``, which *Grades → Import* reads, and ``canvas_comments.csv`` beside it.
"""

import re
from pathlib import Path

from nbgrader.api import Gradebook, Student
from traitlets import Dict, Enum

from grading.outputs.exports import PlatformExport
from grading.outputs.gradetable import points
from grading.outputs.tables import write_table
from grading.terminal import show

LOGIN, SIS = "SIS Login ID", "SIS User ID"
COLUMNS = ["Student", "ID", SIS, LOGIN, "Section"]


class CanvasGrades(PlatformExport):
    """One column per assignment, in the form in which Canvas exports its own gradebook.

    Canvas finds a student by ``ID``, its own number, which is taken from ``lms_user_id`` of the
    gradebook; else by the SIS or the login id, which is taken from the id in the gradebook; else
    by the name. An empty grade changes nothing. The columns are those that "Import CSV File for
    Carmen Grades" (teaching.resources.osu.edu, CarmenCanvas guides) lists as required, in the
    order in which ``lib/gradebook_importer.rb`` of github.com/instructure/canvas-lms checks them.

    Canvas imports no comments with grades: they are in a file of their own, by student and
    assignment, to be pasted or sent through Canvas' interface for programs.
    """

    student_id = Enum(
        [LOGIN, SIS],
        LOGIN,
        help="Under which of its columns Canvas knows the students' ids.",
    ).tag(config=True)
    assignment_ids = Dict(
        help="Canvas' number of each assignment, the last one in its address: {'hw11': 4711}. "
        "Without it Canvas looks for an assignment of the same name, or offers to make one.",
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        path = Path(self.to or "canvas.csv")
        classes = self.assignments(gradebook)
        headers = {results.assignment: self.header(results.assignment) for results in classes}
        columns = [*COLUMNS, *headers.values()]
        # Four spaces open this cell in Canvas' own files.
        rows = {None: {"Student": "    Points Possible"}}
        remarks = []
        for results in classes:
            header = headers[results.assignment]
            rows[None][header] = points(results.points.sum())
            for who, mark in self.marks(results).items():
                row = rows.setdefault(who, self.row(mark.student))
                row[header] = None if mark.points is None else points(mark.points)
                if mark.comment:
                    remarks.append((who, results.assignment, mark.comment))
        write_table(path, list(rows.values()), columns)
        show(f"{path}: {len(rows) - 1} students, {len(headers)} assignments")
        if self.comments:
            beside = path.with_name(f"{path.stem}_comments{path.suffix}")
            titles = [self.student_id, "Assignment", "Comment"]
            said = [dict(zip(titles, remark, strict=True)) for remark in remarks]
            write_table(beside, said, titles, texts=["Comment"])
            show(f"{beside}: {len(remarks)} comments, which Canvas does not import with grades")

    def header(self, assignment: str) -> str:
        number = self.assignment_ids.get(assignment)
        return assignment if number is None else f"{assignment} ({number})"

    def row(self, student: Student) -> dict[str, object]:
        """What identifies a student."""
        number = student.lms_user_id or ""
        return {
            "Student": name(student),
            # Canvas would read "12b" as 12, which is somebody else.
            "ID": number if re.fullmatch(r"[0-9]+", number) else "",
            self.student_id: student.id,
        }


def name(student: Student) -> str:
    """A name as Canvas sorts it; the id where the gradebook has none."""
    parts = [part for part in (student.last_name, student.first_name) if part]
    return ", ".join(parts) or student.id
