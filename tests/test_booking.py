"""What counts as graded: work, checks, file, receipt and gradebook, whatever happened before."""

import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import update

from grading.autograde.agreement import doubts
from grading.autograde.plan import DISAGREE, NO_RECEIPT
from grading.course.notebooks import ROOT
from grading.engine import callfilter
from grading.engine.limits import Limits
from grading.records.gradebook import NUMBERS
from tests.course import NBGRADER
from tests.own_course import ASSIGNMENT, OwnCourse, in_words
from tests.tiny import POINTS, RIGHT, TINY, WRONG, hand_in, tiny_course, write_source

pytestmark = pytest.mark.slow

LATE = """
from grading.adapters.late import LatePenalty

c.AssignLatePenalties.plugin_class = LatePenalty
"""
FIRST, SECOND = TINY
#: A question that somebody has to read.
WHY = in_words("why", "Why?", points=2)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course with a class of three, all graded."""
    course = tiny_course(tmp_path_factory.mktemp("graded"), LATE, more=[WHY])
    hand_in(course, "ada", RIGHT, RIGHT)
    hand_in(course, "bob", RIGHT, WRONG)
    hand_in(course, "cyd", WRONG, None)
    result = course.grade()
    assert result.returncode == 0, result.stdout
    assert f"\n{ASSIGNMENT}, 3 submissions: 3 graded.\n" in result.stdout, result.stdout
    return course


@pytest.fixture
def course(graded, tmp_path):
    """A copy of it."""
    return OwnCourse(shutil.copytree(graded.root, tmp_path / "course"))


def earned(course):
    """Automatic points of every student, by notebook."""
    with Gradebook(course.gradebook) as gradebook:
        return {
            submission.student.id: {
                notebook.name: sum(grade.auto_score or 0 for grade in notebook.grades)
                for notebook in submission.notebooks
            }
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
        }


ALL = {
    "ada": {FIRST: POINTS, SECOND: POINTS},
    "bob": {FIRST: POINTS, SECOND: 0},
    "cyd": {FIRST: 0, SECOND: 0},
}


def graded_file(course, student, name):
    return course.root / "autograded" / student / ASSIGNMENT / f"{name}.ipynb"


def receipt(course, student, name):
    return course.root / "receipts" / student / ASSIGNMENT / f"{name}.json"


def doubted(course):
    """What `nbgrader export` says of grades that the next grading makes anew."""
    directory = CourseDirectory(root=str(course.root))
    with Gradebook(course.gradebook) as gradebook:
        return doubts(gradebook, directory, ASSIGNMENT, Limits())


def test_unchanged_work_is_not_run_again(course):
    before = receipt(course, "ada", FIRST).stat().st_mtime_ns
    result = course.grade()
    assert result.returncode == 0
    assert result.stdout.strip() == (
        f"{ASSIGNMENT}, 3 submissions: 3 had been graded before (--force grades them again)."
    )
    assert receipt(course, "ada", FIRST).stat().st_mtime_ns == before


def test_a_file_that_is_replaced_with_an_older_time_is_graded_again_and_named(course):
    folder = hand_in(course, "bob", None, RIGHT)
    os.utime(folder / f"{SECOND}.ipynb", (0, 0))
    result = course.grade()
    assert result.returncode == 0
    assert earned(course) == ALL | {"bob": {FIRST: POINTS, SECOND: POINTS}}
    lines = result.stdout.strip().split("\n")
    assert f"Graded again, because what was handed in has changed: bob ({SECOND})." in lines
    assert f"{ASSIGNMENT}, 3 submissions: 1 graded, 2 had been graded before" in result.stdout


def test_a_file_beside_the_notebook_belongs_to_the_work(course):
    (course.root / "submitted" / "ada" / ASSIGNMENT / "table.csv").write_text("1,2")
    assert f"has changed: ada ({FIRST}, {SECOND})." in course.grade().stdout
    assert (course.root / "autograded" / "ada" / ASSIGNMENT / "table.csv").read_text() == "1,2"
    (course.root / "submitted" / "ada" / ASSIGNMENT / "table.csv").unlink()
    assert f"has changed: ada ({FIRST}, {SECOND})." in course.grade().stdout
    assert not (course.root / "autograded" / "ada" / ASSIGNMENT / "table.csv").exists()


def test_a_notebook_that_is_not_handed_in_any_more_loses_its_points(course):
    (course.root / "submitted" / "ada" / ASSIGNMENT / f"{SECOND}.ipynb").unlink()
    said = course.grade().stdout
    assert earned(course)["ada"] == {FIRST: POINTS, SECOND: 0}
    assert not graded_file(course, "ada", SECOND).exists()
    assert not receipt(course, "ada", SECOND).exists()
    assert (
        f"Graded before and not there any more, so checks give no points: ada ({SECOND})." in said
    )
    assert "3 had been graded before" in course.grade().stdout
    hand_in(course, "ada", RIGHT, RIGHT)
    back = course.grade().stdout
    assert earned(course) == ALL and "Graded again" not in back and "1 graded" in back, back


def test_grades_of_work_that_is_gone_are_named_by_run_and_export_until_somebody_acts(course):
    submitted = course.root / "submitted"
    (submitted / "ada" / ASSIGNMENT / f"{SECOND}.ipynb").unlink()
    (submitted / "bob").rename(submitted / "Bob Noyce")
    with Gradebook(course.gradebook) as gradebook:
        notebook = gradebook.find_submission_notebook(SECOND, ASSIGNMENT, "ada")
        notebook.grades[0].manual_score = 1
        gradebook.db.commit()
    graded, exported = course.grade(), course.run("export")
    assert graded.returncode == exported.returncode == 0
    for said in (graded, exported):
        assert f"{ASSIGNMENT}: grades of bob count and are exported" in said.stdout
        assert f"the notebook is not handed in any more: ada ({SECOND})." in said.stdout
    command = re.search(r"`nbgrader (db student remove bob.*)`", exported.stdout)[1]
    assert course.run(*command.split()).returncode == 0
    assert set(earned(course)) == {"ada", "Bob Noyce", "cyd"}
    assert "grades of" not in course.run("export").stdout


def test_a_notebook_that_comes_later_is_new_and_not_a_repair(course):
    hand_in(course, "cyd", None, RIGHT)
    result = course.grade()
    assert earned(course)["cyd"] == {FIRST: 0, SECOND: POINTS}
    assert "Graded again" not in result.stdout


def test_changed_checks_grade_the_class_again_without_force(course):
    write_source(course, [WHY], hidden="assert {function}(60) == 43")
    course.generate()
    (line,) = doubted(course)
    assert line.startswith(f"{ASSIGNMENT}: not graded yet with the checks and points that hold now")
    assert "ada, bob, cyd" in line
    result = course.grade("--JudgedExecute.may_lower=True")
    assert result.returncode == 0
    assert doubted(course) == []
    hand_in(course, "new")
    assert doubted(course) == [
        f"{ASSIGNMENT}: handed in and not graded yet: new. `nbgrader autograde {ASSIGNMENT}` "
        "grades them."
    ]
    shutil.rmtree(course.root / "submitted" / "new")
    assert "Graded again, because checks or points have changed: 3 submissions." in result.stdout
    assert earned(course)["ada"] == {FIRST: 0, SECOND: 0}


def test_manual_points_and_comments_stay(course):
    with Gradebook(course.gradebook) as gradebook:
        notebook = gradebook.find_submission_notebook(FIRST, ASSIGNMENT, "ada")
        for one in notebook.grades:
            one.manual_score = 1
        for one in notebook.comments:
            one.manual_comment = "well done"
        gradebook.db.commit()
    assert "3 had been graded before" in course.grade().stdout
    hand_in(course, "ada", RIGHT + "  # again", RIGHT)
    assert course.grade().returncode == 0
    with Gradebook(course.gradebook) as gradebook:
        notebook = gradebook.find_submission_notebook(FIRST, ASSIGNMENT, "ada")
        assert {one.manual_score for one in notebook.grades} == {1}
        assert all(one.needs_manual_grade for one in notebook.grades)
        assert {one.comment for one in notebook.comments} == {"well done"}


@pytest.mark.parametrize("who", (["--student=ada"], []), ids=("one student", "everybody"))
def test_one_notebook_of_a_student_leaves_the_others_as_they_are(course, who):
    result = course.grade(*who, f"--notebook={FIRST}", "--force")
    assert result.returncode == 0, result.stdout
    assert earned(course) == ALL
    assert graded_file(course, "ada", SECOND).exists()
    assert receipt(course, "ada", SECOND).exists()
    assert "3 had been graded before" in course.grade().stdout


def test_one_notebook_that_was_never_graded_is_graded_alone(course):
    hand_in(course, "dee", RIGHT, RIGHT)
    assert course.grade("--student=dee", f"--notebook={SECOND}").returncode == 0
    assert earned(course)["dee"] == {FIRST: 0, SECOND: POINTS}
    assert course.grade().returncode == 0
    assert earned(course)["dee"] == {FIRST: POINTS, SECOND: POINTS}


#: Takes the work of one student away as soon as the first one is graded.
MEANWHILE = """
import shutil


def take_away(**_):
    place = COURSE / "submitted" / "cyd"
    if place.exists():
        place.rename(COURSE / "kept")


c.Autograde.pre_convert_hook = take_away
"""


def test_work_that_is_taken_away_during_a_run_is_graded_when_it_is_back(course):
    config = course.root / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(before + MEANWHILE)
    for student in ("ada", "bob", "cyd"):
        hand_in(course, student, WRONG, WRONG)
    # One worker looks ahead as far as the next student.
    result = course.grade("--JudgedExecute.workers=1")
    assert result.returncode == 1
    assert "cyd: what was handed in was changed or taken away" in result.stdout
    assert "2 graded, 1 not graded." in result.stdout
    config.write_text(before)
    (course.root / "kept").rename(course.root / "submitted" / "cyd")
    result = course.grade()
    assert "1 graded, 2 had been graded before" in result.stdout, result.stdout
    assert earned(course)["cyd"] == {FIRST: 0, SECOND: 0}


def test_a_notebook_that_the_gradebook_does_not_know_ends_the_run_before_it_begins(course):
    shutil.copy(
        course.root / "release" / ASSIGNMENT / f"{FIRST}.ipynb",
        course.root / "release" / ASSIGNMENT / "third.ipynb",
    )
    result = course.grade()
    assert result.returncode == 1
    assert "does not know these notebooks of" in result.stdout and "third" in result.stdout


# --- Half done -------------------------------------------------------------------------------


def forget_row(course, student):
    with Gradebook(course.gradebook) as gradebook:
        notebook = gradebook.find_submission_notebook(FIRST, ASSIGNMENT, student)
        for one in notebook.grades:
            one.auto_score = None
        gradebook.db.commit()


def remove_student(course, student):
    with Gradebook(course.gradebook) as gradebook:
        gradebook.remove_student(student)


def cut(path):
    path.chmod(0o644)
    path.write_text(path.read_text()[: path.stat().st_size // 2])


def put_older_gradebook_back(course, student):
    """As far as the rows of this student go; points and flags may be the same by chance."""
    with Gradebook(course.gradebook) as gradebook:
        notebook = gradebook.find_submission_notebook(FIRST, ASSIGNMENT, student)
        here = NUMBERS.c.notebook_id == notebook.id
        gradebook.db.execute(update(NUMBERS).where(here).values(number="of an older booking"))
        gradebook.db.commit()


HALVES = {
    "older-gradebook": put_older_gradebook_back,
    "no-receipt": lambda *who: receipt(*who, FIRST).unlink(),
    "half-a-receipt": lambda *who: cut(receipt(*who, FIRST)),
    "receipt-of-something": lambda *who: receipt(*who, FIRST).write_text("[]"),
    "no-file": lambda *who: graded_file(*who, FIRST).unlink(),
    "half-a-file": lambda *who: cut(graded_file(*who, FIRST)),
    "no-points": forget_row,
    "no-student": remove_student,
    "folder-only": lambda *who: shutil.rmtree(receipt(*who, FIRST).parent),
}


def test_whatever_is_half_done_is_finished_by_the_next_plain_run(course):
    for student in HALVES:
        hand_in(course, student, RIGHT, RIGHT)
    assert course.grade().returncode == 0
    for student, half in HALVES.items():
        half(course, student)
    (line,) = doubted(course)
    assert line.startswith(f"{ASSIGNMENT}: points and graded notebooks are not of the same run")
    assert "folder-only, half-a-receipt, no-receipt, older-gradebook, receipt-of" in line
    result = course.grade()
    assert result.returncode == 0, result.stdout
    assert doubted(course) == []
    assert earned(course) == ALL | dict.fromkeys(HALVES, ALL["ada"])
    said = dict(line.split(": ", 1) for line in result.stdout.split("\n") if "because" in line)
    lost, differs = (
        said[f"Graded again, because {NO_RECEIPT}"],
        said[f"Graded again, because {DISAGREE}"],
    )
    for student in HALVES:
        without = student in ("no-receipt", "half-a-receipt", "receipt-of-something", "folder-only")
        assert (f"{student} ({FIRST}" in lost) == without, lost
        assert (f"{student} ({FIRST}" in differs) != without, differs
    assert f"{len(HALVES)} graded, 3 had been graded before" in result.stdout
    assert f"{len(HALVES) + 3} had been graded before" in course.grade().stdout


# --- Lateness --------------------------------------------------------------------------------


def penalties(course, student="ada"):
    with Gradebook(course.gradebook) as gradebook:
        notebooks = gradebook.find_submission(ASSIGNMENT, student).notebooks
        return {one.name: one.late_submission_penalty or 0 for one in notebooks}


def test_time_and_due_date_are_booked_anew_without_running_anything(course):
    add = ("db", "assignment", "add", ASSIGNMENT, "--duedate=2026-11-30 22:00:00 UTC")
    assert course.run(*add).returncode == 0
    before = receipt(course, "ada", FIRST).stat().st_mtime_ns
    hand_in(course, "ada", timestamp="2026-11-30 23:00:00 UTC")
    result = course.grade()
    assert "Only time or penalty booked anew: ada." in result.stdout
    assert penalties(course) == {FIRST: pytest.approx(0.4), SECOND: pytest.approx(0.4)}
    hand_in(course, "ada", timestamp="2026-12-01 23:00:00 UTC")
    assert course.grade().returncode == 0
    assert penalties(course)[FIRST] == pytest.approx(0.8)
    kept = graded_file(course, "ada", FIRST).with_name("timestamp.txt")
    assert kept.read_text() == "2026-12-01 23:00:00 UTC"  # nbgrader hands it on with feedback
    (course.root / "submitted" / "ada" / ASSIGNMENT / "timestamp.txt").unlink()
    assert course.grade().returncode == 0
    assert penalties(course) == {FIRST: 0, SECOND: 0} and not kept.exists()
    assert receipt(course, "ada", FIRST).stat().st_mtime_ns == before


def test_a_time_that_is_refused_or_mended_runs_nothing_either(course):
    add = ("db", "assignment", "add", ASSIGNMENT, "--duedate=2026-11-30 22:00:00 UTC")
    assert course.run(*add).returncode == 0
    before = receipt(course, "ada", FIRST).stat().st_mtime_ns
    hand_in(course, "ada", timestamp="2026-11-30 11:00 PM")
    assert "ada counts as handed in without a time." in course.grade().stdout
    stamp = course.root / "submitted" / "ada" / ASSIGNMENT / "timestamp.txt"
    stamp.write_bytes("2026-11-30 23:00:00 UTC".encode("utf-16"))
    assert "Only time or penalty booked anew: ada." in course.grade().stdout
    assert penalties(course) == {FIRST: pytest.approx(0.4), SECOND: pytest.approx(0.4)}
    stamp.unlink()
    stamp.symlink_to("/etc/hostname")
    assert "Only time or penalty booked anew: ada." in course.grade().stdout
    assert penalties(course) == {FIRST: 0, SECOND: 0}
    assert receipt(course, "ada", FIRST).stat().st_mtime_ns == before


def test_a_later_due_date_takes_the_penalty_back(course):
    hand_in(course, "ada", timestamp="2026-11-30 23:00:00 UTC")
    for date, penalty in (("30", 0.4), ("31", 0.0)):
        due = f"--duedate=2026-{'12' if date == '31' else '11'}-{date} 22:00:00 UTC"
        assert course.run("db", "assignment", "add", ASSIGNMENT, due).returncode == 0
        assert course.grade().returncode == 0
        assert penalties(course)[FIRST] == pytest.approx(penalty)


def test_the_extension_of_the_guide_counts_from_the_next_run_on(course):
    hand_in(course, "ada", timestamp="2026-11-30 23:00:00 UTC")
    add = ("db", "assignment", "add", ASSIGNMENT, "--duedate=2026-11-30 22:00:00 UTC")
    assert course.run(*add).returncode == 0
    guide = (ROOT / "docs" / "roster_and_dates.md").read_text()
    (line,) = re.findall(r"`python (-m grading\.adapters\.extend [^`]*)`", guide)
    line = line.replace("hw11", ASSIGNMENT).replace("al1", "ada")
    status, said = course.said(sys.executable, *line.split())
    assert status == 0 and said[0].startswith(f"{ASSIGNMENT} is due 2026-12-02 22:00:00 UTC")
    assert "for ada, who has an extension" in course.grade().stdout
    assert penalties(course) == {FIRST: 0, SECOND: 0}
    # Without a due date there is nothing to extend.
    assert course.run("db", "assignment", "add", ASSIGNMENT).returncode == 0
    hand_in(course, "ada", WRONG, WRONG, timestamp="2026-12-30 23:00:00 UTC")
    assert course.grade().returncode == 0
    assert penalties(course) == {FIRST: 0, SECOND: 0}
    assert course.run("generate_feedback", ASSIGNMENT).returncode == 0


# --- When the system takes nothing -----------------------------------------------------------


def test_a_gradebook_that_has_vanished_is_not_made_anew(course):
    (course.root / "gradebook.db").rename(course.root / "kept.db")
    hand_in(course, "ada", WRONG, WRONG)
    result = course.grade()
    assert result.returncode == 1
    assert "Expected the gradebook at" in result.stdout.strip().split("\n")[-1]
    assert not (course.root / "gradebook.db").exists()
    (course.root / "kept.db").rename(course.root / "gradebook.db")
    assert course.grade().returncode == 0
    assert earned(course)["ada"] == {FIRST: 0, SECOND: 0}


def test_a_locked_gradebook_ends_the_run_with_true_words_and_loses_nothing(course):
    patience = course.root / "grading" / "records" / "patience.py"
    patience.write_text(patience.read_text().replace("PATIENCE = 60.0", "PATIENCE = 0.3"))
    hand_in(course, "ada", WRONG, WRONG)
    hand_in(course, "bob", WRONG, WRONG)
    held = subprocess.Popen(
        [
            "python3",
            "-c",
            "import sqlite3, sys; base = sqlite3.connect('gradebook.db', isolation_level=None); "
            "base.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()",
        ],
        cwd=course.root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert held.stdout.readline()
        result = course.grade()
    finally:
        held.communicate()
    assert result.returncode == 1
    assert f"{ASSIGNMENT}, 3 submissions: 1 had been graded before" in result.stdout
    assert "2 not graded yet" in result.stdout and "database is locked" in result.stdout
    assert "Traceback" not in result.stdout
    assert earned(course) == ALL
    assert course.grade().returncode == 0
    assert earned(course)["ada"] == earned(course)["bob"] == {FIRST: 0, SECOND: 0}


def test_a_full_disk_ends_the_run_with_true_words_and_loses_nothing(course):
    """The folder of graded work is a small file system that somebody has filled."""
    moved = course.root / "autograded"
    script = (
        "mount -t tmpfs -o size=600k none autograded && cp -a kept/. autograded && "
        f"head -c 1M /dev/zero > autograded/ballast; {NBGRADER} autograde {ASSIGNMENT}; "
        "status=$?; rm autograded/ballast; cp -a autograded/. after; exit $status"
    )
    shutil.copytree(moved, course.root / "kept")
    (course.root / "after").mkdir()
    hand_in(course, "ada", WRONG, WRONG)
    namespaces = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    result = subprocess.run(
        [*namespaces, "sh", "-c", script], cwd=course.root, capture_output=True, text=True
    )
    if "unshare" in result.stderr or "mount:" in result.stderr:
        pytest.skip("this system lets nobody mount a small file system")
    assert result.returncode == 1, result.stderr
    assert "No space left on device" in result.stderr
    assert f"{ASSIGNMENT}, 3 submissions: 2 had been graded before" in result.stderr
    assert "1 not graded yet" in result.stderr
    assert earned(course) == ALL
    kept = nbformat.read(course.root / "after/ada" / ASSIGNMENT / f"{FIRST}.ipynb", as_version=4)
    assert any("return 2 * x" in cell.source for cell in kept.cells), "the earlier grade is lost"
    assert course.grade().returncode == 0
    assert earned(course)["ada"] == {FIRST: 0, SECOND: 0}


def test_a_receipt_says_what_was_booked(course):
    said = json.loads(receipt(course, "bob", SECOND).read_text())
    assert said["marks"] == {"third_of_6": 0, "fourth_of_6": 0, "why": 0}
    walls = said["account"]["sandbox"]
    assert walls["calls"] == callfilter.NAME and walls["memory_by"] in ("control group", "watch")
    assert walls["user"] == "own" or os.geteuid() != 0
    assert said["account"]["seconds"] >= 0
