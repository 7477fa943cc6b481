"""A course whose gradebook is on a PostgreSQL server, which is started for these tests."""

import contextlib
import csv
import json
import sys
import time
from types import SimpleNamespace

import psycopg
import pytest
from nbgrader.api import Gradebook
from sqlalchemy import func, select

from grading.records import server as answers
from grading.records.gradebook import Grade, GradebookFailed, SubmittedAssignment, refuse_unusable
from tests.jupyter import jupyterlab
from tests.own_course import ASSIGNMENT
from tests.postgres import PASSWORD, postgresql
from tests.test_duedates import Browser
from tests.test_turns import started
from tests.tiny import TINY, VALUES, WRONG, hand_in, tiny_course, write_source

FIRST, SECOND = TINY
CLASS = ("ada", "bob", "carol")
LATE = """
from grading.adapters.late import LatePenalty
c.AssignLatePenalties.plugin_class = LatePenalty
"""
ROSTER = """id,first_name,last_name,email,lms_user_id
ada,Ada,Lovelace,ada@example.org,101
bob,,,,
carol,Zoë,O'Neil,,103
dan,Dan,"Dee, the second",,
"""
#: Stops a run before its second submission until the test says that it may go on.
PAUSE = """
import time
from types import SimpleNamespace
begun = []
def pause(**_):
    begun.append(True)
    if len(begun) == 2:
        (COURSE / "paused").touch()
        while not (COURSE / "on").exists():
            time.sleep(0.05)
c.Autograde.pre_convert_hook = pause
"""
COMMANDS = (
    ("autograde", ASSIGNMENT),
    ("generate_assignment", ASSIGNMENT),
    ("generate_feedback", ASSIGNMENT),
    ("export",),
)


@pytest.fixture(scope="module")
def server():
    with postgresql() as server:
        yield server


def with_address(url, config=""):
    """Lines of config with the address of a gradebook."""
    return f"{config}\nc.CourseDirectory.db_url = {url!r}\n"


def on_server(root, url, config=""):
    """A released course whose gradebook is on a server."""
    course = tiny_course(root, config=with_address(url, config))
    course.address = url
    assert not (course.root / "gradebook.db").exists()
    return course


@pytest.fixture
def course(server, tmp_path):
    """A class of three who have handed in."""
    course = on_server(tmp_path / "course", server.new_database(), PAUSE)
    for student in CLASS:
        hand_in(course, student)
    return course


def earned(course):
    """Points that checks gave, by student and cell."""
    with Gradebook(course.gradebook) as gradebook:
        return {
            submission.student.id: {
                grade.name: grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
        }


ALL = {f"{function}_of_6": 2.0 for function in VALUES}


def rows(course):
    """How many submissions and grades the gradebook has."""
    with Gradebook(course.gradebook) as gradebook:
        return [
            gradebook.db.scalar(select(func.count()).select_from(table))
            for table in (SubmittedAssignment, Grade)
        ]


# --- A whole term, as in SQLite ------------------------------------------------------------------


def succeeds(course, *command):
    result = course.run(*command)
    assert result.returncode == 0, (command, result.stdout)
    assert "Traceback" not in result.stdout and PASSWORD not in result.stdout
    return result.stdout


def term(course):
    """What a class and its instructor do; returns the files in which grades go out, by name."""
    (course.root / "roster.csv").write_text(ROSTER)
    succeeds(course, "db", "student", "import", "roster.csv")
    due = "--duedate=2026-01-30 23:59 Europe/Berlin"
    succeeds(course, "db", "assignment", "add", ASSIGNMENT, due)
    hand_in(course, "ada", timestamp="2026-01-30 10:00 UTC")
    hand_in(course, "bob", WRONG, WRONG, timestamp="2026-02-01 10:00 UTC")
    hand_in(course, "carol", None, WRONG)
    assert "2026-01-30 23:59:00 Europe/Berlin" in succeeds(course, "autograde", ASSIGNMENT)
    extend = (sys.executable, "-m", "grading.adapters.extend", ASSIGNMENT)
    assert course.said(*extend, "--student=bob", "--days=1")[0] == 0
    with Gradebook(course.gradebook) as gradebook:
        notebook = gradebook.find_submission_notebook(FIRST, ASSIGNMENT, "bob")
        notebook.grades[0].manual_score, notebook.grades[0].needs_manual_grade = 1.5, False
        notebook.comments[0].manual_comment = "Nearly ✓"
        gradebook.db.commit()
    succeeds(course, "autograde", ASSIGNMENT)
    succeeds(course, "generate_feedback", ASSIGNMENT)
    succeeds(course, "export")
    succeeds(course, "export", "--exporter=grading.adapters.exports.CanvasGrades")
    files = {path.name: sorted(csv.reader(path.open())) for path in course.root.glob("*.csv")}
    assert len(files) == 4
    pages = sorted(str(path.relative_to(course.root)) for path in course.root.glob("feedback/**/*"))
    return files | {"feedback": pages}


@pytest.mark.slow
def test_a_class_on_the_server_gets_the_grades_and_files_that_it_gets_in_sqlite(server, tmp_path):
    here = on_server(tmp_path / "server", server.new_database(), LATE)
    there = tiny_course(tmp_path / "sqlite", config=LATE)
    assert term(here) == term(there)
    assert earned(here) == earned(there) and rows(here) == rows(there)
    assert earned(here)["ada"] == ALL

    # What comes now and then: other checks, and a submission, a student, an assignment taken out.
    write_source(here, hidden="assert {function}(60) == {sixty}")
    here.generate()
    again = "Graded again, because checks or points have changed: 3 submissions."
    assert again in succeeds(here, "autograde", ASSIGNMENT)
    assert earned(here) == earned(there) and rows(here) == rows(there)
    take_out = (sys.executable, "-m", "grading.adapters.withdraw", ASSIGNMENT)
    assert here.said(*take_out, "--student=carol", "--force")[0] == 0
    succeeds(here, "db", "student", "remove", "bob", "--force")
    assert earned(here) == {"ada": ALL} and rows(here) == [1, len(ALL)]
    succeeds(here, "db", "upgrade")
    succeeds(here, "db", "assignment", "remove", ASSIGNMENT, "--force")
    assert rows(here) == [0, 0]
    log = (here.root / ".nbgrader.log").read_text()
    assert "postgresql://grader:***@" in log
    assert here.address not in log and PASSWORD not in log


# --- Formgrader ----------------------------------------------------------------------------------


@contextlib.contextmanager
def paused(course, *command):
    """A command that has booked one submission, waits before the second, and then goes on."""
    process, run = started(course, *command), SimpleNamespace()
    try:
        while not (course.root / "paused").exists():
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.05)
        yield run
    finally:
        (course.root / "on").touch()
        run.said, run.status = process.communicate()[1], process.returncode


@pytest.mark.slow
def test_points_and_comments_given_in_formgrader_while_a_run_goes_on_are_kept(
    server, course, tmp_path
):
    (course.root / "on").touch()
    succeeds(course, "autograde", ASSIGNMENT)
    (course.root / "on").unlink()
    with jupyterlab(course.root, tmp_path / "home") as address:
        browser = Browser(address)

        def ask(path, **send):
            status, text = browser.ask(f"formgrader/{path}", **send)
            assert status == 200, (path, text)
            return text

        def of_notebooks(kind):
            with Gradebook(course.gradebook) as gradebook:
                submissions = gradebook.assignment_submissions(ASSIGNMENT)
                notebooks = [one for submission in submissions for one in submission.notebooks]
                return [one.id for notebook in notebooks for one in getattr(notebook, kind)]

        (course.root / "paused").unlink()
        with paused(course, "autograde", ASSIGNMENT, "--force") as run:
            for grade in of_notebooks("grades"):
                ask(f"api/grade/{grade}", manual_score=1.25, extra_credit=0.5)
            for comment in of_notebooks("comments"):
                ask(f"api/comment/{comment}", manual_comment="Read this")
        assert run.status == 0, run.said
        assert earned(course) == dict.fromkeys(CLASS, ALL)
        for grade in of_notebooks("grades"):
            row = json.loads(ask(f"api/grade/{grade}"))
            assert (row["auto_score"], row["manual_score"], row["extra_credit"]) == (2, 1.25, 0.5)
        for comment in of_notebooks("comments"):
            assert json.loads(ask(f"api/comment/{comment}"))["manual_comment"] == "Read this"

        # All its lists and pages, also after the server was started again.
        server.stop()
        assert browser.ask("formgrader/api/assignments")[0] == 500
        assert server.start()
        (listed,) = json.loads(ask("api/assignments"))
        assert (listed["name"], listed["num_submissions"]) == (ASSIGNMENT, len(CLASS))
        for path in (
            f"notebooks/{ASSIGNMENT}",
            f"submissions/{ASSIGNMENT}",
            f"submission/{ASSIGNMENT}/ada",
            f"submitted_notebooks/{ASSIGNMENT}/{FIRST}",
            "students",
            "student/ada",
            "student_submissions/ada",
            f"student_notebook_submissions/ada/{ASSIGNMENT}",
        ):
            assert json.loads(ask(f"api/{path}"))
        notebook = json.loads(ask(f"api/submitted_notebooks/{ASSIGNMENT}/{FIRST}"))[0]["id"]
        for page in ("manage_assignments", f"gradebook/{ASSIGNMENT}", f"submissions/{notebook}/"):
            assert "formgrader" in ask(page)
        assert browser.set_due("2026-12-01T00:00", "Europe/Berlin")[0] == 200


# --- A server that ends --------------------------------------------------------------------------


@pytest.mark.slow
def test_a_server_that_is_stopped_ends_the_run_with_a_sentence_and_the_next_run_goes_on(
    server, course
):
    with paused(course, "autograde", ASSIGNMENT) as run:
        server.stop()
    assert server.start()
    assert run.status == 1
    assert run.said.count("The gradebook on the database server cannot be used (") == 1, run.said
    assert "2 not graded yet" in run.said and "Traceback" not in run.said
    assert earned(course) == {"ada": ALL}

    graded = course.files("autograded", "receipts")
    said = succeeds(course, "autograde", ASSIGNMENT)
    assert "1 had been graded before" in said, said
    assert earned(course) == dict.fromkeys(CLASS, ALL)
    assert rows(course) == [len(CLASS), len(CLASS) * len(ALL)]
    after = course.files("autograded", "receipts")
    assert {path: after[path] for path in graded if path.suffix == ".ipynb"}
    assert "3 submissions: 3 had been graded before" in succeeds(course, "autograde", ASSIGNMENT)


@pytest.mark.slow
def test_a_server_that_is_started_again_between_two_submissions_is_not_noticed(server, course):
    with paused(course, "autograde", ASSIGNMENT) as run:
        server.stop()
        assert server.start()
    assert run.status == 0, run.said
    assert earned(course) == dict.fromkeys(CLASS, ALL)


@pytest.mark.slow
def test_rows_that_somebody_holds_end_the_run_with_true_words_and_lose_nothing(course):
    (course.root / "on").touch()
    succeeds(course, "autograde", ASSIGNMENT)
    patience = course.root / "grading" / "records" / "patience.py"
    patience.write_text(patience.read_text().replace("PATIENCE = 60.0", "PATIENCE = 0.3"))
    hand_in(course, "bob", WRONG, WRONG)
    hand_in(course, "dan")
    before = dict.fromkeys(CLASS, ALL)
    after = before | {"bob": dict.fromkeys(ALL, 0)}
    for held, booked in (
        ("SELECT * FROM grade FOR UPDATE", before),
        ("LOCK TABLE student IN EXCLUSIVE MODE", after),  # nobody new can be booked
    ):
        with psycopg.connect(course.gradebook) as somebody:
            somebody.execute(held)
            result = course.grade()
        assert result.returncode == 1
        assert result.stdout.count("canceling statement due to lock timeout") == 1, result.stdout
        assert "Traceback" not in result.stdout
        assert earned(course) == booked
    succeeds(course, "autograde", ASSIGNMENT)
    assert earned(course) == after | {"dan": ALL}


# --- What cannot be used -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def unusable(server, tmp_path_factory):
    """A graded course whose server knows another password by now."""
    course = on_server(tmp_path_factory.mktemp("unusable") / "course", server.new_database())
    hand_in(course, "ada")
    succeeds(course, "autograde", ASSIGNMENT)
    return course


def one_line(course, *command, **environment):
    """The one line with which a command ends that cannot use the gradebook and changes nothing."""
    folders = ("release", "autograded", "receipts", "feedback")
    before = course.files(*folders)
    result = course.run(*command, **environment)
    assert result.returncode == 1
    assert course.files(*folders) == before
    (line,) = result.stdout.splitlines()
    assert PASSWORD not in line and "wrong" not in line
    return line


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_wrong_password_is_one_sentence_in_every_command(server, unusable, command):
    name = unusable.gradebook.rpartition("/")[2]
    line = one_line(unusable, *command, f"--db={server.address(name, 'wrong')}")
    assert 'password authentication failed for user "grader"' in line


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_driver_is_one_sentence_that_says_what_to_install(unusable, command, tmp_path):
    (tmp_path / "psycopg.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'psycopg'\", name='psycopg')"
    )
    line = one_line(unusable, *command, PYTHONPATH=str(tmp_path))
    assert "No module named 'psycopg'). For PostgreSQL call .venv/bin/pip install" in line


@pytest.mark.slow
def test_no_server_is_one_sentence_in_every_command(server, unusable):
    server.stop()
    try:
        lines = {one_line(unusable, *command).split("failed: ")[1] for command in COMMANDS}
        alone = (sys.executable, "-m", "grading.adapters.gradefile", ASSIGNMENT)
        notebook = f"submitted/ada/{ASSIGNMENT}/{FIRST}.ipynb"
        assert unusable.said(*alone, notebook)[0] == 0, "this command books nothing"
    finally:
        assert server.start()
    (said,) = lines
    assert said.startswith("Connection refused). See whether the server runs")


@pytest.mark.slow
def test_a_database_that_is_not_there_and_one_that_is_are_told_apart(server):
    refuse_unusable(server.new_database())
    with pytest.raises(GradebookFailed, match=r'database "nowhere" does not exist\). See whether'):
        refuse_unusable(server.address("nowhere"))


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://grader:p@ss@localhost/course",
        "postgresql://grader:secret/course",
        "postgres://grader:secret@localhost/course",
        "postgresql://grader:secret@db..org/course",
        "grader:secret@localhost",
    ],
    ids=["a sign as it is", "no host", "no such database", "no name of a host", "no address"],
)
def test_an_address_that_cannot_be_read_is_told_without_a_word_of_the_password(address):
    assert answers.refusal(address) == answers.ADDRESS
