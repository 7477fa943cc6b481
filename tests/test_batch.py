"""All oddities and all attacks in one batch: nothing is lost, stopped, cheated or left behind."""

import contextlib
import ctypes
import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from grading.course.notebooks import grade_cells
from grading.engine import users
from grading.intake.notes import can_be_kept, printable
from tests.browser import chromium, open_page
from tests.cheats import CHEATS, NOISE
from tests.hostile import (
    ASSIGNMENT,
    NAME,
    Target,
    beside,
    cheater,
    children,
    fingerprint,
    neighbour,
    shown_by,
)
from tests.odd import ALL, NO_GRADE, ODD, TIME, write_odd
from tests.pages import found_in, one_line, secrets

pytestmark = pytest.mark.slow

LIMITS = """
c.JudgedExecute.cell_time = 2
c.JudgedExecute.notebook_time = 6
c.Limits.memory = 300 << 20
c.Limits.disk = 16 << 20
c.Limits.processes = 16
"""
PR_SET_CHILD_SUBREAPER = 36

GRADED = [student for student, odd in ODD.items() if odd.loses != NO_GRADE]
#: Right work between any two submissions that are odd or attack.
RIGHT = ["!first", *(neighbour(number) for number in range(len(CHEATS) + 2))]
RIGHT += [beside(student) for student in ODD if can_be_kept(student)]
STUDENTS = sorted(
    [*ODD, *map(cheater, CHEATS), *RIGHT, "aaa-right", "zzz-right"],
    key=lambda student: f"{student}/{ASSIGNMENT}",  # as nbgrader sorts them
)


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """A course in which everybody's work was graded at once, and feedback written."""
    target = Target.made(tmp_path_factory.mktemp("batch"), LIMITS)
    write_odd(target.root / "submitted", target.right)
    for number, student in enumerate(RIGHT):
        target.hand_in_right(student, noise=NOISE if number % 8 == 1 else "")
    for name in CHEATS:
        target.hand_in_cheat(name)
    # Whatever survives its parent becomes a child of this process.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    target.before = state_of(target)
    target.said = target.run("autograde", ASSIGNMENT, **target.environment)
    for _ in range(50):
        if set(children()) <= set(target.before["processes"]):
            break
        time.sleep(0.1)
    target.after = state_of(target)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
    bury(set(orphans()))
    target.feedback = target.run("generate_feedback", ASSIGNMENT)
    return target


def orphans():
    """Numbers of the ended processes of sandboxes that this process has been left."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if state == "Z" and int(parent) == os.getpid() and path.stat().st_uid >= users.NOBODY:
                yield int(path.parent.name)


def bury(processes):
    """Let go of processes that have ended: while they are kept, so are the keys that they had."""
    for process in processes:
        os.waitpid(process, os.WNOHANG)


def state_of(target):
    """What grading must leave as it is."""
    mounts, folder = Path("/proc/self/mounts").read_text().splitlines(), str(target.root.parent)
    return {
        "processes": children(),
        "mounts": [line for line in mounts if "sandbox" in line or folder in line],
        "shared memory": Path("/proc/sysvipc/shm").read_text(),
        "temporary files": fingerprint(target.temporary),
        "home": fingerprint(target.home),
        "course": fingerprint(target.root),
        "libraries": {path: path.stat().st_mtime_ns for path in libraries()},
    }


def libraries():
    """The folders of libraries and the files in them that attacks aim at."""
    packages = Path(np.__file__).parent
    return [Path(os.__file__), packages, packages.parent, *packages.glob("*"), Path(sys.prefix)]


def receipt(batch, student):
    """What the graded notebook of a student says about how it was graded."""
    return batch.graded(student).metadata.grading


# --- The batch as a whole --------------------------------------------------------------------


def test_right_work_stands_before_and_after_everything_that_is_odd_or_attacks():
    odd = {*ODD, *map(cheater, CHEATS)}
    order = [student in odd for student in STUDENTS if can_be_kept(student)]
    assert not order[0] and not order[-1]
    assert not any(one and following for one, following in pairwise(order))


def test_the_batch_ends_by_itself_with_a_line_for_each(batch):
    assert batch.said.returncode == 0, batch.said.stdout[-3000:]
    lines = batch.said.stdout.splitlines()
    for student in STUDENTS:
        assert any(f"{printable(student)}: " in line for line in lines), student


def test_the_last_lines_say_how_many_were_graded_repaired_and_refused_and_which(batch):
    *_, total, repaired, refused, hidden, lost = batch.said.stdout.rstrip().split("\n")
    receipts = {name: receipt(batch, name) for name in STUDENTS if batch.graded(name)}
    names = {
        what: [name for name, said in receipts.items() if said.get(what)]
        for what in ("repaired", "refused")
    }
    assert total == (
        f"{ASSIGNMENT}, {len(STUDENTS)} submissions: {len(receipts)} graded, "
        f"{len(names['repaired'])} repaired, {len(names['refused'])} with a notebook refused, "
        f"{len(ODD) - len(GRADED)} not graded."
    )
    assert repaired.startswith("Repaired: ") and refused.startswith("Refused: ")
    log = (batch.root / ".nbgrader.log").read_text().split("\n")
    for what, found in names.items():  # the log has the names that the terminal only counts
        line = next(line for line in log if f"{what.capitalize()}: " in line)
        assert all(f"{name} (" in line for name in found)
    assert "no feedback" in hidden and ".dot, .dot:right, [bracket]" in hidden
    assert lost.startswith("Not graded: ") and "link-instead-of-a-folder" in lost


def test_right_work_earns_full_points_whatever_stands_beside_it(batch):
    right = [*RIGHT, "aaa-right", "zzz-right"]
    assert {student: batch.points(student) for student in right} == dict.fromkeys(right, 20)
    for student in right:
        assert not receipt(batch, student).keys() & {"repaired", "refused"}, student


def test_nothing_is_left_behind_and_nothing_is_changed(batch):
    for what, before in batch.before.items():
        assert batch.after[what] == before, what


# --- What was odd ----------------------------------------------------------------------------


@pytest.mark.parametrize("student", GRADED)
def test_an_odd_submission_gets_what_a_fair_grader_gives(batch, student):
    expected = ODD[student].loses
    lost = batch.lost(ASSIGNMENT, student, NAME)
    assert len(lost) == (len(grade_cells(batch.released())) if expected == ALL else expected)


@pytest.mark.parametrize("student", GRADED)
def test_a_student_reads_what_was_repaired_or_why_a_notebook_was_refused(batch, student):
    odd, said = ODD[student], receipt(batch, student)
    repaired, refused = said.get("repaired", []), said.get("refused", "")
    assert bool(refused) == (odd.loses == ALL)
    assert odd.says in " ".join([*repaired, refused])
    assert bool(odd.says) == bool(repaired or refused)
    for sentence in [refused] if refused else repaired:
        assert sentence in batch.graded(student).cells[0].source
        assert sentence in (batch.root / ".nbgrader.log").read_text()


@pytest.mark.parametrize("student", [name for name in ODD if name not in GRADED])
def test_what_cannot_be_graded_is_named_with_the_reason(batch, student):
    begin = f"{printable(student)}: "
    lines = [line for line in batch.said.stdout.split("\n") if begin in line]
    assert len(lines) == 1 and ODD[student].says in lines[0]


def test_what_was_left_out_does_not_reach_the_graded_submission(batch):
    def names(student):
        folder = batch.root / "autograded" / student / ASSIGNMENT
        return {str(path.relative_to(folder)) for path in folder.rglob("*")}

    plain = names("zzz-right")
    for student in ("links-beside", "pipe-and-socket-beside", "modules-in-the-way"):
        assert names(student) == plain
    assert names("unpacked-zip") == plain | {"helpers.py", "timestamp.txt"}


@pytest.mark.parametrize("student", ["time-in-utf-16", "time-with-an-offset", "unpacked-zip"])
def test_the_time_of_handing_in_is_booked_that_stands_outermost(batch, student):
    graded = batch.root / "autograded" / student / ASSIGNMENT / "timestamp.txt"
    assert graded.read_text() == TIME


# --- What attacked ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHEATS)
def test_an_attack_comes_to_nothing(batch, name):
    student, cheat = cheater(name), CHEATS[name]
    assert batch.observed(student) == set()
    shown = shown_by(batch.graded(student))
    ends = cheat.here.split(" OR ")
    assert any(end in shown for end in ends), "the attack did not do what it is for"


def test_nothing_that_returns_to_a_student_shows_a_hidden_test_or_a_canary(batch):
    assert batch.feedback.returncode == 0, batch.feedback.stdout[-3000:]
    checks = one_line("\n".join(cell.source for cell in grade_cells(batch.source())))
    hidden = {line for line in secrets(ASSIGNMENT) if line in checks}
    searched = 0
    for student in STUDENTS:
        own = {batch.canary("neighbour")} if student in RIGHT else set()
        wrote = own_text(batch.graded(student))
        telling = {line for line in hidden if line not in wrote}
        for name, text in returned(batch, student):
            searched += 1
            found = {word for word in batch.canaries.values() if word in text} - own
            if name.endswith(".html"):
                found |= found_in(text, telling)
            elif name == "outputs":
                found |= {line for line in telling if line in one_line(text)}
            assert found == set(), (student, name)
    assert searched > 3 * len(GRADED)


def own_text(notebook):
    """All that a student wrote, in one line: it may look like a line of a hidden test."""
    cells = notebook.cells if notebook else ()
    given = grade_cells(notebook) if notebook else ()
    return one_line("\n".join(cell.source for cell in cells if cell not in given))


def returned(batch, student):
    """Name and text of all that a student may get back."""
    if notebook := batch.graded(student):
        yield "outputs", shown_by(notebook)
    for step in ("autograded", "feedback"):
        for path in (batch.root / step / student).rglob("*"):
            if path.is_file() and path.suffix != ".ipynb":
                yield path.name, path.read_text(errors="replace")


def test_no_page_of_an_attack_runs_or_asks_for_anything(batch):
    asked, boxes = [], []
    with chromium() as browser:
        page = open_page(browser)
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda box: (boxes.append(box.message), box.dismiss()))
        for student in map(cheater, CHEATS):
            pages = sorted((batch.root / "feedback" / student / ASSIGNMENT).glob("*.html"))
            assert [path.stem for path in pages] == ["index", NAME]
            for path in pages:
                del asked[:]
                page.goto(path.as_uri())
                assert page.title().endswith("your feedback"), path
                others = [url for url in asked if not url.startswith("data:")]
                assert others == [path.as_uri()] and boxes == [], path


# --- Once more -------------------------------------------------------------------------------


def test_a_second_run_grades_nothing_again_and_says_so(batch):
    result = batch.run("autograde", ASSIGNMENT, **batch.environment)
    assert result.returncode == 0
    total = next(line for line in result.stdout.split("\n") if line.startswith(f"{ASSIGNMENT}, "))
    graded = len(STUDENTS) - len(ODD) + len(GRADED)
    assert f"{graded} had been graded before (--force grades them again)" in total


@pytest.mark.parametrize("student", ["folder-around", "assignment-in-capitals", "only-a-report"])
def test_a_student_is_graded_alone_also_where_nbgrader_would_find_nothing(batch, student):
    result = batch.run("autograde", ASSIGNMENT, "--student", student, "--force")
    assert result.returncode == 0, result.stdout
    assert f"{ASSIGNMENT}, 1 submission: 1 graded" in result.stdout


FORMGRADER = f"""
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
app = NbGrader()
app.initialize([])
before = NbGraderAPI(app.coursedir, parent=app).get_submitted_students("{ASSIGNMENT}")
api = NbGraderAPI(app.coursedir, parent=app)
result = api.autograde("{ASSIGNMENT}", "STUDENT")
print(result["success"], api.get_submitted_students("{ASSIGNMENT}") == before)
"""


def test_the_button_of_the_formgrader_repairs_as_well(batch):
    student = "renamed-by-a-browser"
    script = FORMGRADER.replace("STUDENT", student)
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=batch.root, capture_output=True, text=True
    )
    assert "True True" in result.stdout, result.stdout + result.stderr
    assert batch.lost(ASSIGNMENT, student, NAME) == set()
