"""``grades.csv``, which ``nbgrader export`` writes: a line for each student and assignment.

Columns, numbers and options are those of nbgrader's own exporter, which writes texts as they are:
a comma in a name moves all points after it, and what begins with "=" is a formula.
"""

from pathlib import Path

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import CsvExportPlugin

from grading.outputs.results import chosen_assignments
from grading.outputs.tables import write_table

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


class GradesFile(CsvExportPlugin):
    """Write the grades of all students in all assignments, or of those that are chosen."""

    def export(self, gradebook: Gradebook) -> None:
        path = Path(self.to or "grades.csv")
        chosen = chosen_assignments(self, gradebook)
        asked = set(map(str, self.student))
        students = [one for one in gradebook.students if not asked or one.id in asked]
        rows = [
            line(gradebook, assignment, student)
            for assignment in gradebook.assignments
            if assignment.name in chosen
            for student in students
        ]
        write_table(path, rows, COLUMNS)
        self.log.info("Exported grades to %s", path)


def line(gradebook: Gradebook, assignment: Assignment, student: Student) -> dict:
    """What stands in the line of a student; who handed in nothing has no points."""
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        timestamp, earned, penalty = None, 0.0, 0.0
    else:
        timestamp, earned = submission.timestamp, submission.score
        penalty = submission.late_submission_penalty
    return {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "timestamp": timestamp,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "raw_score": earned,
        "late_submission_penalty": penalty,
        "score": max(0.0, earned - penalty),
        "max_score": assignment.max_score,
    }
