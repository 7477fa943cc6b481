"""One submission of a student can be taken out of the course, and nothing else goes with it."""

import sys

import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import text

from grading.records.gradebook import keep_number
from grading.records.withdrawal import withdraw
from tests.own_course import ASSIGNMENT, OwnCourse
from tests.small_course import configuration

OTHER, NAME = "other", "problem1"
STEPS = ("submitted", "autograded", "feedback", "receipts")


@pytest.fixture
def course(tmp_path):
    """A course in which two students have handed in two assignments."""
    assert configuration()  # lets nbgrader find alembic
    course = OwnCourse.at(tmp_path)
    with Gradebook(course.gradebook) as gradebook:
        for assignment in (ASSIGNMENT, OTHER):
            gradebook.add_assignment(assignment)
            gradebook.add_notebook(NAME, assignment)
            gradebook.add_grade_cell("check", NAME, assignment, max_score=2, cell_type="code")
            gradebook.add_solution_cell("answer", NAME, assignment)
        for student in ("ada", "bob"):
            gradebook.add_student(student)
            for assignment in (ASSIGNMENT, OTHER):
                submission = gradebook.add_submission(assignment, student)
                keep_number(gradebook, submission, [NAME])
                for step in STEPS:
                    (tmp_path / step / student / assignment).mkdir(parents=True)
        gradebook.db.commit()
    return course


def rows(course):
    """How many rows there are of what belongs to submissions."""
    tables = ("submitted_assignment", "submitted_notebook", "grade", "comment", "booking_number")
    with Gradebook(course.gradebook) as gradebook:
        counts = (text(f"SELECT count(*) FROM {table}") for table in tables)
        return [gradebook.db.execute(count).scalar() for count in counts]


def folders(course):
    """Where there is something of a student's assignment."""
    return {path.relative_to(course.root) for path in course.root.glob("*/*/*") if path.is_dir()}


def test_its_rows_and_what_was_made_of_it_go_and_all_others_stay(course):
    directory = CourseDirectory(root=str(course.root), assignment_id=ASSIGNMENT)
    before = folders(course)
    assert rows(course) == [4, 4, 4, 4, 4]
    assert withdraw(directory, "ada")
    assert rows(course) == [3, 3, 3, 3, 3]
    gone = {str(path) for path in before - folders(course)}
    assert gone == {f"{step}/ada/{ASSIGNMENT}" for step in STEPS[1:]}
    with Gradebook(course.gradebook) as gradebook:
        assert {student.id for student in gradebook.students} == {"ada", "bob"}
        assert [s.student_id for s in gradebook.assignment_submissions(ASSIGNMENT)] == ["bob"]
    assert not withdraw(directory, "ada") and not withdraw(directory, "nobody")
    assert rows(course) == [3, 3, 3, 3, 3]


def test_the_command_wants_to_be_sure_and_says_what_is_left(course):
    command = sys.executable, "-m", "grading.adapters.withdraw", ASSIGNMENT
    status, (line,) = course.said(*command)
    assert status == 1 and "Expected one assignment and one student" in line
    status, (line,) = course.said(*command, "--student=ada")
    assert status == 1 and "Nothing was done; add --force" in line
    assert rows(course) == [4, 4, 4, 4, 4]
    status, (line,) = course.said(*command, "--student=ada", "--force")
    assert status == 0 and line.startswith(f"{ASSIGNMENT} of ada is out of the gradebook")
    assert line.endswith("move it away if it shall not count.")
    status, (line,) = course.said(*command, "--student=ada", "--force")
    assert status == 1 and "Nothing of" in line
