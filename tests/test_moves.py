"""Whose points move when a check changes: said before anything is booked, and nobody loses."""

import asyncio
import json
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from grading.autograde.moves import REVALUED, Earlier, moves
from grading.course.cells import determine_grade
from tests.own_course import ASSIGNMENT, OwnCourse
from tests.small_course import configuration
from tests.test_booking import earned, graded_file, receipt
from tests.tiny import POINTS, RIGHT, TINY, WRONG, hand_in, tiny_course, write_source

FIRST, SECOND = TINY
#: A check that finds fault with one function that was right before.
STRICT = "assert np.isclose({function}(60), {sixty}) and '{function}' != 'half', 'stricter'"


def cell(verdict=None, points=2, name="f", outputs=()):
    """A grade cell with a verdict."""
    failed = [new_output("error", ename="AssertionError", evalue="", traceback=[])]
    metadata = {"nbgrader": {"grade": True, "grade_id": name, "points": points, "solution": False}}
    if verdict is not None:
        metadata["verdict"] = verdict
    passed = verdict is not None and verdict["kind"] == "passed"
    return new_code_cell("check", metadata=metadata, outputs=outputs or ([] if passed else failed))


PASSED, FAILED = {"kind": "passed"}, {"kind": "wrong", "expected": "1", "got": "2"}


def moved(before, now, marks=None, may_lower=False):
    """The moves between two notebooks of one grade cell, and what its cell says then."""
    marks = {"f": 2.0 if before.metadata.verdict.kind == "passed" else 0.0} | (marks or {})
    notebook = new_notebook(cells=[now])
    found = moves(Earlier(new_notebook(cells=[before]), marks), notebook, may_lower)
    return found, notebook.cells[0]


def test_what_is_the_same_has_not_moved():
    assert moved(cell(PASSED), cell(PASSED))[0] == []
    assert moved(cell(FAILED), cell(FAILED))[0] == []


def test_points_that_rise_say_what_had_failed():
    ((move,), _) = moved(cell(FAILED), cell(PASSED))
    assert (move.before, move.after, move.stands, move.way) == (0, 2, None, "up")
    assert move.why == "it passes now; before: expected 1; got 2"


def test_points_that_would_fall_are_kept_with_what_the_earlier_check_said():
    ((move,), now) = moved(cell(PASSED), cell(FAILED))
    assert (move.before, move.after, move.stands, move.why) == (2, 0, 2, "expected 1; got 2")
    assert now.outputs == [] and now.metadata.verdict == PASSED


def test_points_fall_where_the_instructor_asks_for_it():
    ((move,), now) = moved(cell(PASSED), cell(FAILED), may_lower=True)
    assert move.stands is None and move.way == "down" and now.metadata.verdict == FAILED


def test_a_cell_that_is_worth_less_now_gives_what_it_is_worth():
    ((move,), now) = moved(cell(PASSED), cell(PASSED, points=1))
    assert (move.after, move.stands, move.why) == (1, None, REVALUED)
    # Who fails a check that is worth less keeps all that it is worth.
    ((move,), now) = moved(cell(PASSED), cell(FAILED, points=1))
    assert move.stands == 1 and now.metadata.verdict == PASSED


def test_a_cell_that_is_worth_more_now_gives_who_fails_it_what_they_had_and_no_more():
    ((move,), now) = moved(cell(PASSED), cell(FAILED, points=10))
    assert (move.before, move.after, move.stands) == (2, 0, 2)
    assert determine_grade(now) == (2, 10)


@pytest.mark.parametrize("old", [None, new_notebook(cells=[])], ids=["damaged", "without the cell"])
def test_points_are_kept_also_where_the_graded_file_is_not_there_any_more(old):
    notebook = new_notebook(cells=[cell(FAILED)])
    ((move,)) = moves(Earlier(old, {"f": 1.5}), notebook, may_lower=False)
    assert move.stands == 1.5 and determine_grade(notebook.cells[0]) == (1.5, 2)


def test_partial_points_are_kept_as_well():
    half = cell(PASSED, outputs=[new_output("execute_result", data={"text/plain": "1"})])
    ((move,), now) = moved(half, cell(FAILED), marks={"f": 1.0})
    assert move.stands == 1 and now.outputs == half.outputs


def test_points_by_hand_and_cells_that_are_new_have_not_moved():
    assert moved(cell(PASSED), cell(FAILED), marks={"f": None})[0] == []
    assert moved(cell(PASSED), cell(FAILED, name="new"))[0] == []


# --- The commands ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of three, graded, whose checks have changed since."""
    course = tiny_course(tmp_path_factory.mktemp("moves"))
    hand_in(course, "ada", RIGHT, RIGHT)
    hand_in(course, "bob", RIGHT, WRONG)
    hand_in(course, "cyd", WRONG, None)
    assert course.grade().returncode == 0
    write_source(course, hidden=STRICT)
    course.generate()
    return course


@pytest.fixture
def course(graded, tmp_path):
    return OwnCourse(shutil.copytree(graded.root, tmp_path / "course"))


def say_moves(course, *options):
    """What the command says."""
    result = course.run_module("grading.adapters.moves", ASSIGNMENT, *options)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip().split("\n")


def state(course):
    """All files that hold grades, with their bytes."""
    places = ("autograded", "receipts", "submitted")
    files = [path for place in places for path in (course.root / place).rglob("*")]
    return {path: path.read_bytes() for path in files if path.is_file()}


ADA = f"ada, {FIRST}, half_of_6: 2 → 0, kept at 2 (stricter)"
BOB = f"bob, {FIRST}, half_of_6: 2 → 0, kept at 2 (stricter)"


@pytest.mark.slow
def test_whose_points_would_move_is_said_before_anything_is_booked(course):
    before = state(course), earned(course)
    *lines, last = say_moves(course)
    assert lines == [ADA, BOB]
    assert last == (
        f"{ASSIGNMENT}: 3 submissions would be graded again, with 2 cells worse and kept. "
        f"Nothing was booked: `nbgrader autograde {ASSIGNMENT}` does that."
    )
    assert (state(course), earned(course)) == before


@pytest.mark.slow
def test_a_stricter_check_takes_nothing_until_somebody_asks_for_it(course):
    before = earned(course)
    said = course.grade().stdout
    assert "checks that have changed, and kept as they were: 2 cells of ada, bob." in said
    assert earned(course) == before
    page = nbformat.read(graded_file(course, "ada", FIRST), as_version=4)
    assert page.metadata.grading.kept_points == ["half_of_6"]
    day = next(iter(said_days(course)))
    assert say_moves(course, "--applied") == [f"{day} {ADA}", f"{day} {BOB}"]
    # A plain run has nothing more to do, and neither has a preview.
    assert "3 had been graded before" in course.grade().stdout
    assert say_moves(course) == [f"{ASSIGNMENT}: nothing would be graded again."]
    *_, last = say_moves(course, "--JudgedExecute.may_lower=True")
    assert "with 2 cells down." in last and "may_lower=True` does that." in last
    said = course.grade("--JudgedExecute.may_lower=True").stdout
    assert "Fewer points than before: 2 cells of ada, bob." in said
    assert earned(course)["ada"] == {FIRST: POINTS - 2, SECOND: POINTS}
    assert len(say_moves(course, "--applied")) == 4
    assert "3 had been graded before" in course.grade("--JudgedExecute.may_lower=True").stdout


def said_days(course):
    """Days on which points of ada's first notebook were booked."""
    return {move["day"] for move in json.loads(receipt(course, "ada", FIRST).read_text())["moves"]}


@pytest.mark.slow
def test_a_run_that_was_killed_before_its_receipt_takes_no_points_that_were_kept(course):
    path = receipt(course, "ada", FIRST)
    before, points = path.read_bytes(), earned(course)
    assert course.grade().returncode == 0
    path.write_bytes(before)  # as it was before the booking
    assert course.grade().returncode == 0
    assert earned(course) == points


@pytest.mark.slow
def test_points_that_rise_are_booked_without_asking(course):
    assert course.grade("--JudgedExecute.may_lower=True").returncode == 0
    write_source(course)  # the check is mended
    course.generate()
    first, *_, last = say_moves(course)
    assert first == f"ada, {FIRST}, half_of_6: 0 → 2 (it passes now; before: stricter)"
    assert "would be graded again, with 2 cells up." in last
    assert course.grade().returncode == 0
    assert earned(course)["ada"] == {FIRST: POINTS, SECOND: POINTS}


@pytest.mark.slow
def test_formgraders_button_which_always_forces_takes_no_points_that_were_kept(course, monkeypatch):
    before = earned(course)
    monkeypatch.chdir(course.root)
    config = Config(configuration())
    config.CourseDirectory.root = str(course.root)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)

    async def pressed():
        return api.autograde(ASSIGNMENT, "ada", force=True)

    for _ in range(2):  # when the check has changed, and when nothing has
        assert asyncio.run(pressed())["success"]
        assert earned(course) == before


@pytest.mark.slow
def test_force_grades_everybody_by_the_present_checks(course):
    assert course.grade("--force").returncode == 0
    assert earned(course)["ada"] == {FIRST: POINTS - 2, SECOND: POINTS}


@pytest.mark.slow
def test_an_assignment_that_has_not_moved_says_so(course):
    assert say_moves(course, "--applied") == [
        f"{ASSIGNMENT}: no points have moved since they were booked first."
    ]
    assert say_moves(course, "--applied", "--student=ada") == [
        f"{ASSIGNMENT}: no points of ada have moved since they were booked first."
    ]
