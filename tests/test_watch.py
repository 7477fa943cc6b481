"""What arrives is graded as it arrives: marks at once, pages when nobody waits for marks."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from nbgrader.coursedir import CourseDirectory

from grading.adapters.watch import WatchSubmitted
from grading.autograde import watching
from grading.autograde.attempts import Attempt
from grading.autograde.watching import Done, Watching
from grading.intake.arrivals import Arrivals
from grading.records.gradebook import GradebookFailed
from tests.own_course import ASSIGNMENT
from tests.tiny import RIGHT, TINY, WRONG, hand_in, tiny_course

FIRST, _ = TINY
PAUSE = 600


# --- What has arrived ----------------------------------------------------------------------------


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    seconds: float = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def handed(tmp_path):
    """The folder of a submission."""
    folder = tmp_path / "submitted" / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / "first.ipynb").write_text("{")
    return folder


def arrivals_in(root, clock, **options):
    course = CourseDirectory(root=str(root), assignment_id=ASSIGNMENT)
    return Arrivals(course, still=5, clock=clock, **options)


def test_a_submission_counts_when_nothing_of_it_has_changed_for_a_moment(tmp_path, handed, clock):
    arrivals = arrivals_in(tmp_path, clock)
    arrivals.look()
    assert arrivals.moving() == ["ada"]
    clock.seconds += 4
    (handed / "first.ipynb").write_text("{}")
    arrivals.look()
    clock.seconds += 4
    arrivals.look()
    assert arrivals.moving() == ["ada"], "its copy went on four seconds ago"
    clock.seconds += 1
    arrivals.look()
    assert arrivals.moving() == [] and list(arrivals.settled()) == ["ada"]
    (handed / "second.ipynb").touch()
    arrivals.look()
    assert arrivals.moving() == ["ada"]


def test_what_the_exchange_has_not_finished_has_no_time_yet(tmp_path, handed, clock):
    arrivals = arrivals_in(tmp_path, clock, stamped=True)
    for moving in (["ada"], []):
        arrivals.look()
        clock.seconds += 5
        assert arrivals.moving() == moving
        (handed / "timestamp.txt").write_text("2026-11-30 12:00 UTC")
        arrivals.look()
        clock.seconds += 5


def test_what_is_no_submission_is_none_that_arrives(tmp_path, clock):
    arrivals = arrivals_in(tmp_path, clock)
    arrivals.look()
    assert arrivals.settled() == {}
    (tmp_path / "submitted" / "bob" / "other").mkdir(parents=True)
    (tmp_path / "submitted" / "readme.txt").touch()
    arrivals.look()
    clock.seconds += 5
    assert arrivals.settled() == {}


# --- What is done about it -----------------------------------------------------------------------


@dataclass
class Class:
    """Students who have handed in, and the commands that were called for them."""

    clock: Clock
    files: dict = field(default_factory=dict)
    attempts: dict = field(default_factory=dict)
    calls: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    still: float = 0.0
    fails: bool = False

    def hands_in(self, student, what, *, new=True, graded=0.0, to_show=False):
        self.files[student] = what
        self.attempts[student] = Attempt(student, new, new, to_show, graded)

    # --- As arrivals ---

    def look(self):
        pass

    @property
    def seen(self):
        return dict(self.files)

    def settled(self):
        return dict(self.files)

    def moving(self):
        return []

    # --- As commands ---

    def collect(self):
        self.calls.append("collect")

    def take_in(self, without):
        fresh = [one for name, one in self.attempts.items() if name not in without]
        return SimpleNamespace(refused={}, fresh=fresh)

    def grade(self, student):
        self.calls.append(f"grade {student}")
        return Done(not self.fails, [f"{student}: 4 of 4"])

    def show(self, student, runs):
        self.calls.append(f"{'run and ' if runs else ''}show {student}")
        return Done(True, [])


@pytest.fixture
def students(clock, monkeypatch):
    monkeypatch.setattr(watching, "attempts", lambda submissions, pages: submissions.fresh)
    return Class(clock)


@pytest.fixture
def watch(students, clock):
    return Watching(students, students, PAUSE, True, students.lines.append, now=clock)


def worked(watch, students):
    """What one round of work calls, but for the collecting."""
    students.calls.clear()
    watch.work()
    assert students.calls.pop(0) == "collect"
    return students.calls


def test_marks_come_before_pages_and_whoever_came_first_is_first(watch, students):
    students.hands_in("zoe", "1")
    students.hands_in("ada", "1", new=False, to_show=True)
    assert worked(watch, students) == ["grade zoe", "run and show zoe", "run and show ada"]
    assert worked(watch, students) == []
    students.hands_in("bob", "1")
    assert worked(watch, students) == ["grade bob", "run and show bob"]


def test_who_hands_in_while_pages_are_made_is_graded_before_the_next_pages(watch, students):
    students.hands_in("ada", "1", new=False, to_show=True)
    students.hands_in("bob", "1", new=False, to_show=True)
    show = students.show

    def show_and_hand_in(student, runs):
        if "carol" not in students.files:
            students.hands_in("carol", "1")
        return show(student, runs)

    students.show = show_and_hand_in
    assert worked(watch, students) == [
        "run and show ada",
        "grade carol",
        "run and show bob",
        "run and show carol",
    ]


def test_who_hands_in_again_waits_for_the_pause_and_a_line_says_once_until_when(
    watch, students, clock
):
    students.hands_in("ada", "1", graded=clock.seconds - PAUSE + 60)
    assert worked(watch, students) == [] == worked(watch, students)
    (line,) = students.lines
    assert line.startswith("ada has handed in again; that is graded at ")
    clock.seconds += 60
    assert worked(watch, students) == ["grade ada", "run and show ada"]


def test_during_the_pause_the_pages_of_the_earlier_attempt_are_written_and_nothing_runs(
    watch, students, clock
):
    students.hands_in("ada", "1", graded=clock.seconds, to_show=True)
    assert worked(watch, students) == ["show ada"]


def test_the_pause_is_for_students_not_for_checks_that_an_instructor_has_changed(
    watch, students, clock
):
    students.hands_in("ada", "1")
    students.attempts["ada"] = Attempt("ada", True, False, False, clock.seconds)
    assert worked(watch, students) == ["grade ada", "run and show ada"]


def test_what_cannot_be_graded_is_tried_again_when_a_pause_is_over(watch, students, clock):
    students.fails = True
    students.hands_in("ada", "1")
    assert worked(watch, students) == ["grade ada"]
    assert watch.failed and students.lines == ["ada: 4 of 4"]
    assert worked(watch, students) == []
    clock.seconds += watch.pause
    assert worked(watch, students) == ["grade ada"]
    students.fails = False
    clock.seconds += watch.pause
    assert worked(watch, students) == ["grade ada", "run and show ada"] and len(students.lines) == 3


def test_who_hands_in_anew_what_could_not_be_graded_does_not_wait(watch, students):
    students.fails = True
    students.hands_in("ada", "1")
    assert worked(watch, students) == ["grade ada"]
    students.hands_in("ada", "2")
    assert worked(watch, students) == ["grade ada"]


def test_a_gradebook_that_cannot_be_used_is_said_once_and_tried_again(watch, students):
    students.hands_in("ada", "1")
    take_in, troubles = students.take_in, [GradebookFailed("It is locked.")] * 2

    def take_in_later(without):
        if troubles:
            raise troubles.pop()
        return take_in(without)

    students.take_in = take_in_later
    assert worked(watch, students) == [] == worked(watch, students)
    assert students.lines == ["It is locked."]
    assert worked(watch, students) == ["grade ada", "run and show ada"]


def test_options_that_are_not_its_own_go_to_the_commands():
    app = WatchSubmitted()
    app.argv = [
        "hw11",
        "--pause=3",
        "--once",
        "--WatchSubmitted.still=1",
        "--db=sqlite:///a.db",
        "--debug",
    ]
    assert app.passed_on() == ["--db=sqlite:///a.db", "--debug"]


# --- The command ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in which nobody has handed in yet."""
    return tiny_course(tmp_path_factory.mktemp("watch") / "course")


def program(*options):
    return [sys.executable, "-m", "grading.adapters.watch", ASSIGNMENT, *options]


def once(course, *options):
    """One round; returns the lines, without the time of each."""
    status, lines = course.said(*program("--once", "--still=0", *options))
    assert status == 0, lines
    return [line.split(" ", 1)[1] for line in lines]


@pytest.mark.slow
def test_one_round_grades_and_shows_what_is_new_and_the_pause_outlives_the_process(course):
    hand_in(course, "ada")
    marks, pages = once(course)
    assert marks.startswith("ada: 8 of 8 points, 2 of 2 notebooks graded")
    assert pages.startswith("ada: pages are written to ") and "still to be made" not in page(course)
    assert once(course) == []
    hand_in(course, "ada", WRONG, RIGHT)
    (line,) = once(course)
    assert line.startswith("ada has handed in again; that is graded at ")
    assert course.lost(ASSIGNMENT, "ada", FIRST) == set()
    marks, pages = once(course, "--pause=0")
    assert marks.startswith("ada: 4 of 8 points, 1 of 2 notebooks graded")
    assert course.lost(ASSIGNMENT, "ada", FIRST) == {"double_of_6", "half_of_6"}


def page(course):
    return (course.root / "feedback" / "ada" / ASSIGNMENT / f"{FIRST}.html").read_text()


@pytest.mark.slow
def test_work_comes_from_the_exchange_when_it_is_complete(course):
    inbound = course.root / "exchange" / "anomaly-detection" / "inbound"
    whole = inbound / f"bob+{ASSIGNMENT}+2026-11-30 12:00:00.000000 UTC+abc"
    half = inbound / f"carol+{ASSIGNMENT}+2026-11-30 12:00:00.000000 UTC+def"
    for folder, student in ((whole, "bob"), (half, "carol")):
        folder.parent.mkdir(parents=True, exist_ok=True)
        hand_in(course, student).rename(folder)
    (whole / "timestamp.txt").write_text("2026-11-30 12:00:00.000000 UTC")
    for student in ("bob", "carol"):
        (course.root / "submitted" / student).rmdir()
    lines = once(course, "--collect", "--student=[bc]*")
    assert [line.split(":")[0] for line in lines[:2]] == ["bob", "bob"]
    assert lines[2].startswith("Still arriving, as far as can be told: ada, carol.")
    assert course.lost(ASSIGNMENT, "bob", FIRST) == set()


@pytest.mark.slow
def test_ctrl_c_ends_it_with_a_sentence_and_the_next_round_grades_the_rest(course):
    slow = "import time\n\n\ndef {function}(x):\n    time.sleep(6)\n    return {value}"
    hand_in(course, "dora", slow, RIGHT)
    process = subprocess.Popen(
        program("--still=0"),
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    first = process.stdout.readline()
    assert first.endswith("with 10 minutes between two attempts. Ctrl-C ends it.\n")
    while not list(course.root.glob("autograded/dora/.*.unfinished")):
        assert process.poll() is None
    os.kill(process.pid, signal.SIGINT)
    said, _ = process.communicate()
    assert process.returncode == 130
    assert said.splitlines()[-1] == (
        "The run was ended by Ctrl-C. What is booked stays, and the same command goes on with the "
        "rest."
    )
    assert not (course.root / "autograded" / "dora" / ASSIGNMENT).exists()
    marks, _ = once(course, "--student=dora")
    assert marks.startswith("dora: 8 of 8 points")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Expected one assignment, as in: python -m grading.adapters.watch hw11"),
        (["ps2"], "There is no assignment ps2 in source/ or release/."),
        ([ASSIGNMENT, "--notebook=p9"], "There is no notebook p9 in ps1."),
        ([ASSIGNMENT, "--pause=soon"], "expected a float"),
    ],
)
def test_what_it_cannot_watch_is_said_in_one_line(course, arguments, sentence):
    status, (line,) = course.said(sys.executable, "-m", "grading.adapters.watch", *arguments)
    assert status == 1 and sentence in line
