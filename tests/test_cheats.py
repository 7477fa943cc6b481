"""Attacks that work on stock nbgrader earn nothing here, and leave nothing behind."""

import hashlib

import pytest

from tests.cheats import ASSIGNMENT, CHEATS, write_cheats
from tests.course import STOCK, Course
from tests.example_class import STUDENTS, write_class

pytestmark = pytest.mark.slow


def graded_with(root, config=""):
    """A course in which all cheats were graded, between students who did their own work."""
    course = Course.copy_to(root / "course", config)
    assert course.run("generate_assignment", ASSIGNMENT).returncode == 0
    write_cheats(course.root / "submitted")
    course.home = root / "home"
    course.home.mkdir()
    return course


def points(course, student):
    return sum(earned for earned, _ in course.scores(ASSIGNMENT, student).values())


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    course = graded_with(tmp_path_factory.mktemp("stock"), STOCK)
    result = course.run("autograde", ASSIGNMENT, HOME=str(course.home))
    assert result.returncode == 0, result.stdout
    return course


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    course = graded_with(tmp_path_factory.mktemp("judged"))
    write_class(course.root / "submitted", ASSIGNMENT)
    course.before = fingerprint(course.root)
    result = course.run("autograde", ASSIGNMENT, HOME=str(course.home))
    assert result.returncode == 0, result.stdout
    return course


def fingerprint(root):
    """What stands in the files that grading must not change."""
    folders = ("source", "release", "submitted", "grading")
    paths = [path for folder in folders for path in (root / folder).rglob("*")]
    kept = [path for path in paths if path.is_file() and "__pycache__" not in path.parts]
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_that_earns_points_on_stock_nbgrader_earns_nothing_here(stock, judged, cheat):
    who = CHEATS[cheat].helps or cheat
    assert points(stock, who) > 0, "an attack that fails on stock nbgrader proves nothing here"
    assert points(judged, who) == points(judged, cheat) == 0


def test_students_beside_a_cheat_get_what_they_earned(judged):
    full, *_ = STUDENTS[ASSIGNMENT]
    assert points(judged, full) == 100


def test_a_cheat_leaves_no_file_behind(stock, judged):
    assert any(stock.home.rglob("startup/*.py")), "the attack wrote nothing on stock nbgrader"
    assert not any(path.suffix == ".py" for path in judged.home.rglob("*"))
    assert fingerprint(judged.root) == judged.before
