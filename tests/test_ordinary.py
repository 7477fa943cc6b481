"""An ordinary nbgrader assignment is graded as stock nbgrader grades it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.course import STOCK
from tests.ordinary import CELLS, WRONG, ordinary_course
from tests.own_course import ASSIGNMENT

pytestmark = pytest.mark.slow

#: Points that a slip costs on stock nbgrader in later tasks, too, and here only in its own.
FOLLOW = dict.fromkeys(
    ("forgets-the-rate", "has-a-wrong-constant"), frozenset({"test_total_calls_gross"})
)


#: Wrong answers that are handed in where not all are.
MOST = 6


@pytest.fixture(scope="module")
def wrong(some):
    return some(list(WRONG), MOST)


@pytest.fixture(scope="module")
def graded(tmp_path_factory, wrong):
    """The assignment graded here, and on stock nbgrader."""

    def grade(config):
        root = tmp_path_factory.mktemp("ordinary") / "course"
        course = ordinary_course(root, config, wrong)
        result = course.grade_on_stock(ASSIGNMENT) if config else course.grade()
        assert result.returncode == 0, result.stdout[-3000:]
        return course

    with ThreadPoolExecutor(2) as workers:
        return list(workers.map(grade, ["", STOCK]))


def earned(course, student):
    """Points of a student by grade id."""
    return {name: points for name, (points, _) in course.scores(ASSIGNMENT, student).items()}


def test_the_reference_earns_every_point(graded):
    assert earned(graded[0], "reference") == {
        name: 1.0 for name, _ in CELLS if name.startswith("test_")
    }


def test_everybody_earns_what_stock_nbgrader_gives(graded, wrong):
    for student in ("reference", "blank", *wrong):
        here, stock = (earned(course, student) for course in graded)
        other = {name for name in here if here[name] != stock[name]}
        assert other == FOLLOW.get(student, set()), student
        assert student == "reference" or 0.0 in here.values(), student


def test_the_release_is_proved(graded):
    status, lines = graded[0].prove(ASSIGNMENT)
    assert status == 0, lines
