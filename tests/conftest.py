"""Fixtures that several test files share: a released course, and one in which all is graded."""

import hypothesis
import nbformat
import pytest

from bank.entries import spread
from examples.students import example_class, hand_in, write_class
from grading.adapters.execute import JudgedExecute
from grading.course.notebooks import ROOT, NoSuchAssignment, assignments, read_notebooks
from tests.browser import chromium
from tests.course import Course
from tests.homeworks import HOMEWORKS, needs

# The same examples every time, on a busy machine too, and nothing of them is kept in the folder.
hypothesis.settings.register_profile("course", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("course")


def pytest_addoption(parser):
    parser.addoption(
        "--whole-bank",
        action="store_true",
        help="try all answers of the bank, attacks, oddities, mutants, pairs and trainings "
        "wherever the tests otherwise try some of them (three hours)",
    )
    parser.addoption("--kills", type=int, help="how many processes of grading runs are killed")
    parser.addoption("--seed", type=int, default=1, help="of what tests draw at random")


def pytest_generate_tests(metafunc):
    """Run a test that asks for `assignment` once per assignment."""
    if "assignment" in metafunc.fixturenames:
        metafunc.parametrize("assignment", assignments(), scope="session")


def pytest_collection_modifyitems(items):
    """Measure coverage of fast tests only: the slow ones call nbgrader in other processes."""
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker("no_cover")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item, call):
    """Skip a test that meets a homework which was removed from this course."""
    error = call.excinfo and call.excinfo.value
    missing = isinstance(error, NoSuchAssignment) and str(error) not in assignments()
    if missing and str(error) in HOMEWORKS:
        call.excinfo = pytest.CallInfo.from_call(lambda: needs(str(error)), call.when).excinfo


@pytest.fixture(scope="session")
def some(pytestconfig):
    """Picks some of a list, from all over it; with ``--whole-bank`` all of it."""
    whole = pytestconfig.getoption("whole_bank")
    return lambda things, most: list(things) if whole else list(spread(things, most))


@pytest.fixture(scope="session")
def only_some(some):
    """Skips a test of one of several things, unless it is among those that are tried."""

    def skip(thing, things, most):
        if thing not in some(things, most):
            pytest.skip("others like it are tried; this one with --whole-bank")

    return skip


@pytest.fixture(scope="module")
def zygote():
    """The warm process of the engine, in which torch is loaded."""
    warm = JudgedExecute.pool.warm()
    warm.load("torch")
    return warm


@pytest.fixture(scope="session")
def source(assignment):
    """The source notebooks of an assignment by name."""
    return read_notebooks(ROOT / "source" / assignment)


@pytest.fixture(scope="session")
def release(assignment, source):
    """The committed release notebooks of an assignment by name."""
    notebooks = read_notebooks(ROOT / "release" / assignment)
    assert notebooks.keys() == source.keys(), "run `make release` and commit the result"
    return notebooks


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A copy of the course with every assignment generated anew."""
    course = Course.copy_to(tmp_path_factory.mktemp("course"))
    for name in assignments():
        result = course.run("generate_assignment", name)
        assert result.returncode == 0, result.stdout
    return course


@pytest.fixture(scope="session")
def students(assignment, some):
    """Who of the example class has handed in: where not all, one right, one wrong, one nothing."""
    return some(list(example_class(assignment)), 3)


@pytest.fixture(scope="session")
def graded(course, assignment, students, only_some):
    """The course after autograding the example class and a damaged submission."""
    only_some(assignment, assignments(), 1)
    if len(read_notebooks(ROOT / "source" / assignment)) < 5:
        pytest.skip(f"{assignment} has not all of its five problems yet")
    submitted = course.root / "submitted"
    write_class(submitted, assignment, students)
    full = read_notebooks(submitted / students[0] / assignment)
    first, second, *_ = full
    damaged = hand_in(submitted, "example-unlucky", assignment, full)
    (damaged / f"{first}.ipynb").unlink()
    text = nbformat.writes(full[second])
    (damaged / f"{second}.ipynb").write_text(text[: len(text) // 2])

    result = course.run("autograde", assignment)
    assert result.returncode == 0, result.stdout
    course.log = result.stdout
    return course


@pytest.fixture(scope="module")
def browser():
    """A real browser; tests that need one are skipped, and say so, where there is none.

    It ends with each module: while it runs, nothing else can run an event loop in this thread.
    """
    with chromium() as browser:
        yield browser
