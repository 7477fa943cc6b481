"""Two courses on one machine, graded at once by the same user: neither knows of the other."""

import contextlib
import os
import subprocess

import pytest

from grading.course.notebooks import solution_cells
from tests.course import NBGRADER
from tests.own_course import ASSIGNMENT
from tests.pages import words
from tests.test_turns import SOMEBODY, somebody_at_work
from tests.tiny import TINY, VALUES, hand_in, tiny_course

pytestmark = pytest.mark.slow

STUDENTS = ("ada", "bob", "carol", "dan", "eve", "fay")
#: What the functions of each course return, and which checks that loses: one course's
#: functions are wrong where the other's are right.
LEFT = VALUES | {"half": "x / 2 + left", "fourth": "x / 4 + left"}
RIGHT = {"double": "2 * x + right", "half": "0.5 * x", "third": "x + right", "fourth": "0.25 * x"}
WRONG = {"left": {"half_of_6", "fourth_of_6"}, "right": {"double_of_6", "third_of_6"}}


@pytest.fixture(scope="module")
def courses(tmp_path_factory):
    """Both courses, with the same ids and other work, and one folder for temporary files."""
    made = {}
    for side, values in (("left", LEFT), ("right", RIGHT)):
        course = made[side] = tiny_course(tmp_path_factory.mktemp(side) / "course")
        for student in STUDENTS:
            hand_in(course, student, values=values)
    return made


@pytest.fixture(scope="module")
def temporary(tmp_path_factory):
    return tmp_path_factory.mktemp("temporary")


def at_once(courses, temporary, *command):
    """Run a command in both courses; returns what each said.

    Both wait for somebody who is at work, and go on in the same moment.
    """
    environment = os.environ | {"TMPDIR": str(temporary)}
    with contextlib.ExitStack() as turns:
        for course in courses.values():
            turns.enter_context(somebody_at_work(course))
        processes = {
            side: subprocess.Popen(
                [NBGRADER, *command],
                cwd=course.root,
                env=environment,
                stderr=subprocess.PIPE,
                text=True,
            )
            for side, course in courses.items()
        }
        for process in processes.values():
            assert process.stderr.readline().startswith(SOMEBODY)
    said = {side: process.communicate()[1] for side, process in processes.items()}
    assert all(process.returncode == 0 for process in processes.values()), said
    return said


@pytest.mark.parametrize("again", range(2))
def test_two_courses_are_graded_at_once_and_nothing_is_mixed(courses, temporary, again):
    said = at_once(courses, temporary, "autograde", ASSIGNMENT, "--force")
    for side, course in courses.items():
        assert "at work on this course" not in said[side]
        assert f"{ASSIGNMENT}, {len(STUDENTS)} submissions: {len(STUDENTS)} graded." in said[side]
        for student in STUDENTS:
            lost = set().union(*(course.lost(ASSIGNMENT, student, name) for name in TINY))
            assert lost == WRONG[side], (side, student)
            graded = course.autograded(ASSIGNMENT, student)
            assert list(graded) == list(TINY)
            cells = [cell for notebook in graded.values() for cell in solution_cells(notebook)]
            text = "\n".join(cell.source for cell in cells)
            assert side in text and ({*courses} - {side}).pop() not in text
    assert list(temporary.iterdir()) == []


def test_pages_and_exports_at_once_are_each_courses_own(courses, temporary):
    at_once(courses, temporary, "generate_feedback", ASSIGNMENT)
    for side, course in courses.items():
        other = ({*courses} - {side}).pop()
        for student in STUDENTS:
            pages = (course.root / "feedback" / student / ASSIGNMENT).glob("problem*.html")
            text = " ".join(words(page.read_text()) for page in pages)
            assert f"+ {side}" in text and f"+ {other}" not in text
    processes = [
        subprocess.Popen([NBGRADER, "export"], cwd=course.root) for course in courses.values()
    ]
    assert [process.wait() for process in processes] == [0, 0]
    for course in courses.values():
        rows = (course.root / "grades.csv").read_text().splitlines()
        assert len(rows) == len(STUDENTS) + 1
