"""Two nbgrader commands at once: one waits, neither disturbs the other, and nothing is lost."""

import contextlib
import fcntl
import itertools
import signal
import sqlite3
import subprocess
from types import SimpleNamespace

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from grading.interrupts import interrupts
from grading.records import patience
from grading.records.turns import LOCK
from tests.course import NBGRADER
from tests.own_course import ASSIGNMENT
from tests.tiny import TINY, hand_in, tiny_course

PROBLEM, _ = TINY
CLASS = ("ada", "bob", "carol")
SOMEBODY = "nbgrader autograde hw11 (process 1, since 00:01)"


@pytest.fixture
def gradebook(tmp_path):
    """A database as nbgrader opens its gradebook, with one table and one number in it."""
    patience.let_gradebooks_wait()
    engine = create_engine(f"sqlite:///{tmp_path}/gradebook.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE numbers (number INTEGER)")
        connection.exec_driver_sql("INSERT INTO numbers VALUES (1)")
    return engine


def hold_until(monkeypatch, path, tries, *statements):
    """Have another program hold a database until somebody has tried to write so many times."""
    other = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        other.execute(statement).fetchall()
    monkeypatch.setattr(patience, "STEP", 0)
    tried = []

    def monotonic():
        tried.append(True)
        if len(tried) > tries:
            other.rollback()
        return 0

    # Its own clock alone: a thread of the grader's looks at that of the whole process.
    monkeypatch.setattr(patience, "time", SimpleNamespace(monotonic=monotonic))
    return other


WRITING, READING = ["BEGIN EXCLUSIVE"], ["BEGIN", "SELECT * FROM numbers"]


@pytest.mark.parametrize("held", [WRITING, READING], ids=["writing", "reading"])
def test_a_gradebook_waits_for_another_program(gradebook, tmp_path, monkeypatch, held):
    """A reader is in the way of the commit, a writer in that of every statement."""
    other = hold_until(monkeypatch, tmp_path / "gradebook.db", 9, *held)
    with gradebook.begin() as connection:
        connection.exec_driver_sql("UPDATE numbers SET number = 2")
    assert not other.in_transaction
    with gradebook.connect() as connection:
        assert connection.exec_driver_sql("SELECT number FROM numbers").scalar() == 2


@pytest.mark.parametrize("held", [WRITING, READING], ids=["writing", "reading"])
def test_a_signal_that_waits_ends_the_waiting(gradebook, tmp_path, monkeypatch, held):
    other = hold_until(monkeypatch, tmp_path / "gradebook.db", 9, *held)
    monkeypatch.setattr(interrupts, "waiting", signal.SIGINT)
    with pytest.raises(OperationalError, match="locked"), gradebook.begin() as connection:
        connection.exec_driver_sql("UPDATE numbers SET number = 2")
    assert other.in_transaction, "it waited until the other program had ended"


@pytest.fixture(scope="module")
def small_class(tmp_path_factory):
    """Two students who have handed in."""
    course = tiny_course(tmp_path_factory.mktemp("turns") / "course")
    hand_in(course, "ada")
    hand_in(course, "bob")
    return course


@contextlib.contextmanager
def somebody_at_work(course):
    with open(course.root / LOCK, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write(SOMEBODY)
        lock.flush()
        yield


def started(course, *command):
    """An nbgrader command that runs while the test goes on."""
    return subprocess.Popen(
        [NBGRADER, *command], cwd=course.root, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.slow
def test_a_command_waits_says_so_and_grades_what_came_in_meanwhile(small_class):
    with somebody_at_work(small_class):
        process = started(small_class, "autograde", ASSIGNMENT)
        line = process.stderr.readline()
        assert line == f"{SOMEBODY} is at work on this course: waiting for its end\n"
        assert not (small_class.root / "autograded").exists()
        hand_in(small_class, "carol")
    assert process.wait() == 0
    for student in CLASS:
        assert small_class.lost(ASSIGNMENT, student, PROBLEM) == set()


@pytest.mark.slow
def test_grading_feedback_and_points_by_hand_at_once_lose_nothing(small_class):
    commands = ("autograde", "generate_feedback")
    processes = [started(small_class, command, ASSIGNMENT, "--force") for command in commands]
    for turn in itertools.count():
        write_by_hand(small_class, turn)
        if all(process.poll() is not None for process in processes):
            break
        with contextlib.suppress(subprocess.TimeoutExpired):
            processes[0].wait(timeout=0.5)
    said = [process.stderr.read() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert sum("is at work on this course: waiting" in text for text in said) == 1, said

    with Gradebook(small_class.gradebook) as gradebook:
        for student in CLASS:
            notebook = gradebook.find_submission_notebook(PROBLEM, ASSIGNMENT, student)
            for grade in notebook.grades:
                assert (grade.auto_score, grade.manual_score) == (grade.max_score, turn % 5)
            for comment in notebook.comments:
                assert comment.comment == f"turn {turn}"
            assert list(small_class.autograded(ASSIGNMENT, student)) == [*TINY]
            pages = small_class.root / "feedback" / student / ASSIGNMENT
            assert (pages / f"{PROBLEM}.html").exists()


def write_by_hand(course, turn):
    """Give points and write comments, as formgrader does for each that is typed."""
    with Gradebook(course.gradebook) as gradebook:
        for student in CLASS:
            notebook = gradebook.find_submission_notebook(PROBLEM, ASSIGNMENT, student)
            for grade in notebook.grades:
                grade.manual_score = turn % 5
                gradebook.db.commit()
            for comment in notebook.comments:
                comment.manual_comment = f"turn {turn}"
                gradebook.db.commit()
