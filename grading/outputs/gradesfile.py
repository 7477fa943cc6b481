"""``grades.csv``, which ``nbgrader export`` writes: a line for each student and assignment.

Columns, numbers and options are those of nbgrader's own exporter, which writes texts as they are:
a comma in a name moves all points after it, and what begins with "=" is a formula.
"""

from collections.abc import Collection
from pathlib import Path

from grading.outputs.lateness import what_counts
from grading.outputs.tables import write_table
from grading.records.gradebook import Assignment, Gradebook, MissingEntry, Student

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


def write_grades_file(
    path: Path, gradebook: Gradebook, assignments: Collection[str], students: Collection[str]
) -> None:
    """Write the grades of students in some assignments; of all students where none is named."""
    chosen = [one for one in gradebook.students if not students or one.id in students]
    rows = [
        line(gradebook, assignment, student)
        for assignment in gradebook.assignments
        if assignment.name in assignments
        for student in chosen
    ]
    write_table(path, rows, COLUMNS)


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
        "score": what_counts(earned, penalty),
        "max_score": assignment.max_score,
    }
