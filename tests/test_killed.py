"""Runs that end in the middle: whatever is killed, and whenever, the grades come out the same.

A class is graded while a random process of the run is sent a random signal. The run is then called
again, as an instructor does it, until it comes to its end; after that every cell of every student
must be as after a run that nobody disturbed.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests.course import NBGRADER
from tests.own_course import ASSIGNMENT, OwnCourse, in_words
from tests.tiny import RIGHT, WRONG, hand_in, tiny_course

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="grading needs Linux"),
]

#: Kills in an ordinary run of the tests; ``--kills=100`` tries more.
KILLS = 5
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
#: Who is killed: the grader most often, for it is the one that books.
VICTIMS = ("grader", "grader", "grader", "warm process", "keeper", "judge")
SLOW = "import time\n\n\ndef {function}(x):\n    time.sleep(0.15)\n    return {value}"
#: Takes long enough for a signal to come before the end, on a busy machine too.
PATIENT = SLOW.replace("0.15", "6")
ENDS = "import os\n\n\ndef {function}(x):\n    os._exit(1)"
CLASS = {
    **{f"right-{number}": (RIGHT, RIGHT) for number in range(5)},
    **{f"wrong-{number}": (WRONG, RIGHT) for number in range(3)},
    "ends-python": (ENDS, RIGHT),
    "slow": (SLOW, SLOW),
    "half": (RIGHT, None),
    "untouched": ("raise NotImplementedError", "def {function}(x):\n    raise NotImplementedError"),
}
#: Some of them, of whom one ends Python.
SMALL = {"ends-python", "half", "right-0", "wrong-0"}


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    course = tiny_course(tmp_path_factory.mktemp("killed"), more=[in_words("why", "Why?")])
    for student, answers in CLASS.items():
        # No two of them are the same, so that each one runs.
        own = [answer and f"# {student}\n{answer}" for answer in answers]
        hand_in(course, student, *own)
    return course


@pytest.fixture
def course(generated, tmp_path):
    return OwnCourse(shutil.copytree(generated.root, tmp_path / "course"))


def rows(course):
    """All that the gradebook says of grades, as a list in which nothing can stand twice unseen."""
    with Gradebook(course.gradebook) as gradebook:
        return sorted(
            (
                submission.student.id,
                notebook.name,
                one.name,
                one.auto_score,
                one.manual_score,
                one.needs_manual_grade,
            )
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
            for notebook in submission.notebooks
            for one in notebook.grades
        )


def files(course):
    """The names of all that grading has made, unfinished things included."""
    made = ("autograded", "receipts")
    return sorted(
        str(path.relative_to(course.root))
        for step in made
        for path in (course.root / step).rglob("*")
        if path.is_file()
    )


# --- Processes -------------------------------------------------------------------------------


def children(pid):
    """The processes that a process has started, in their order."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:
            continue
    return sorted(found)


def victim(kind, grader):
    """The process of a kind, or None where there is none at this moment."""
    warm = next(iter(children(grader)), None)
    if kind == "grader" or warm is None:
        return grader if kind == "grader" else None
    if kind == "warm process":
        return warm
    keepers = children(warm)
    if not keepers:
        return None
    # The judge is made before any notebook, and kept.
    return keepers[0] if kind == "judge" else random.choice(keepers)


def of_course(course):
    """The processes that have something of a course in their command."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(course.root) in command and path.parent.name != str(os.getpid()):
            found.append(command)
    return found


def disturbed(course, chance, scratch, *options):
    """Run once; send signals until the grader ends. Returns how many, and the exit status."""
    with open(course.root / "said.txt", "a") as said:
        process = subprocess.Popen(
            [NBGRADER, "autograde", ASSIGNMENT, *options],
            cwd=course.root,
            env=os.environ | {"TMPDIR": str(scratch)},
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    sent = 0
    while process.poll() is None:
        time.sleep(chance.uniform(0.0, 1.5))
        # Nothing is at work before the warm process is there.
        if children(process.pid) and process.poll() is None:
            kind = chance.choice(VICTIMS)
            target = victim(kind, process.pid)
            if target is not None:
                number = signal.SIGKILL if kind in ("keeper", "judge") else chance.choice(SIGNALS)
                try:
                    os.kill(target, number)
                except ProcessLookupError:
                    continue
                sent += 1
                time.sleep(0.2)
    return sent, process.returncode


def test_whatever_is_killed_the_next_plain_run_finishes_it(course, tmp_path, request):
    undisturbed = OwnCourse(shutil.copytree(course.root, tmp_path / "undisturbed"))
    assert undisturbed.grade().returncode == 0
    whole, left = rows(undisturbed), files(undisturbed)
    assert len(whole) == 6 * len(CLASS)

    chance = random.Random(request.config.getoption("--seed"))
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    kills = 0
    while kills < (request.config.getoption("--kills") or KILLS):
        # Begin anew, or go on with what the last run has left, or grade all once more.
        options = ["--force"] if chance.random() < 0.3 else []
        if chance.random() < 0.3:
            for step in ("autograded", "receipts"):
                shutil.rmtree(course.root / step, ignore_errors=True)
        kills += disturbed(course, chance, scratch, *options)[0]
        if chance.random() < 0.4:
            check_whole(course, scratch, whole, left)
    check_whole(course, scratch, whole, left)


def check_whole(course, scratch, whole, left):
    """The next plain run ends well, and nothing is lost, double or left behind."""
    result = course.grade(TMPDIR=str(scratch))
    assert result.returncode == 0, result.stdout
    assert rows(course) == whole, result.stdout
    assert files(course) == left
    assert os.listdir(scratch) == []
    deadline = time.monotonic() + 10
    while of_course(course) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert of_course(course) == []
    assert str(scratch) not in Path("/proc/mounts").read_text()


@pytest.mark.parametrize("number", (signal.SIGTERM, signal.SIGHUP, signal.SIGINT))
def test_a_signal_ends_a_run_with_true_words(course, number):
    for student in CLASS.keys() - SMALL:
        shutil.rmtree(course.root / "submitted" / student)
    hand_in(course, max(SMALL), PATIENT, RIGHT)
    process = subprocess.Popen(
        [NBGRADER, "autograde", ASSIGNMENT],
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    first = process.stdout.readline()
    assert first.startswith("ends-python: "), first
    process.send_signal(number)
    said = process.stdout.read()
    assert process.wait() == 128 + number
    assert "Traceback" not in said
    graded = 1 + sum(" points, " in line for line in said.split("\n"))
    waiting = len(SMALL) - graded
    assert f"{len(SMALL)} submissions: {graded} graded" in said, said
    # On a busy machine all marks may be booked before the signal comes.
    left = f"{waiting} not graded yet" if waiting else "outputs and figures are still to be made"
    assert left in said, said
    assert "The run was ended by" in said and "The same command goes on with them." in said
    with Gradebook(course.gradebook) as gradebook:
        assert len(gradebook.assignment_submissions(ASSIGNMENT)) == graded
    result = course.grade()
    again = f"{waiting} graded, " if waiting else ""
    assert f": {again}{graded} had been graded before" in result.stdout


def test_a_run_without_hangup_goes_on_when_its_terminal_ends(course):
    process = subprocess.Popen(
        ["nohup", NBGRADER, "autograde", ASSIGNMENT],
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    while not process.stdout.readline().startswith("ends-python: "):
        pass
    process.send_signal(signal.SIGHUP)
    process.stdout.close()  # who reads is gone as well
    assert process.wait() == 0
    assert f"{len(CLASS)} had been graded before" in course.grade().stdout


def test_who_has_grades_keeps_them_when_a_forced_run_is_ended(course):
    assert course.grade().returncode == 0
    process = subprocess.Popen(
        [NBGRADER, "autograde", ASSIGNMENT, "--force"],
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout.readline().startswith("ends-python: ")
    process.send_signal(signal.SIGTERM)
    said = process.stdout.read()
    process.wait()
    assert "not graded again" in said and "They keep the grades that they had." in said
    assert "not graded yet" not in said
    assert f"{len(CLASS)} had been graded before" in course.grade().stdout
