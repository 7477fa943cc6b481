"""What stock nbgrader does with each oddity is what `tests.odd` records of it."""

import errno
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grading.letters import visible
from tests.course import STOCK
from tests.odd import ABORTS, GRADES, HANGS, LESS, LOSES, ODD, SKIPS, Right, path_of, write_odd
from tests.own_course import ASSIGNMENT
from tests.tiny import TINY, solved, tiny_course

pytestmark = pytest.mark.slow


def stock_course(root):
    """A course of stock nbgrader with the tiny assignment."""
    course = tiny_course(root, STOCK)
    name, other = TINY
    course.right = Right(
        course.root / "release" / ASSIGNMENT,
        name,
        solved(course, name),
        course.released(name),
        course.released(other),
    )
    return course


def outcome(course, student, log):
    """What stock nbgrader made of a submission."""
    if (course.root / "autograded" / student / ASSIGNMENT).exists():
        return LESS if course.lost(ASSIGNMENT, student, course.right.name) else GRADES
    return LOSES if f"'{ASSIGNMENT}' for student '{visible(student)}'" in log else SKIPS


#: Kinds that are tried where not all are: what comes of them changes with stock nbgrader alone.
MOST = 12
STOPS = [name for name, odd in ODD.items() if odd.stock == ABORTS]


@pytest.fixture(scope="module")
def stock(tmp_path_factory, some):
    """What stock nbgrader does with each kind that lets it go on, in two courses side by side."""

    def grade(share):
        course = stock_course(tmp_path_factory.mktemp("stock") / "course")
        write_odd(course.root / "submitted", course.right, share)
        log = course.grade_on_stock(ASSIGNMENT, OMP_NUM_THREADS="1").stdout
        assert outcome(course, "zzz-right", log) == GRADES, log[-3000:]
        return {student: outcome(course, student, log) for student in share}

    kinds = some([name for name, odd in ODD.items() if odd.stock not in (ABORTS, HANGS)], MOST)
    with ThreadPoolExecutor(2) as workers:
        first, second = workers.map(grade, (kinds[::2], kinds[1::2]))
    return first | second


def test_stock_nbgrader_does_with_each_kind_what_is_recorded(stock):
    recorded = {student: ODD[student].stock for student in stock}
    assert stock == recorded


@pytest.fixture(scope="module")
def empty_stock(tmp_path_factory):
    return stock_course(tmp_path_factory.mktemp("aborts") / "course")


@pytest.mark.parametrize("student", STOPS)
def test_stock_nbgrader_stops_the_batch_where_that_is_recorded(
    empty_stock, tmp_path, student, only_some
):
    only_some(student, STOPS, 1)
    write_odd(tmp_path, empty_stock.right, (student,))
    (tmp_path / "aaa-right").rename(tmp_path / "out-of-the-way")
    folder = f"--CourseDirectory.submitted_directory={tmp_path}"
    result = empty_stock.run("autograde", ASSIGNMENT, "--student", "[!o]*", folder)
    assert result.returncode != 0
    assert not (empty_stock.root / "autograded" / "zzz-right").exists(), result.stdout


@pytest.mark.parametrize("student", [name for name, odd in ODD.items() if odd.stock == HANGS])
def test_stock_nbgrader_waits_for_ever_where_that_is_recorded(empty_stock, student):
    write_odd(empty_stock.root / "submitted", empty_stock.right, (student,))
    pipe = path_of(empty_stock.root / "submitted" / student / ASSIGNMENT, empty_stock.right)
    nbgrader = [str(Path(sys.executable).parent / "nbgrader"), "autograde", ASSIGNMENT]
    with subprocess.Popen(
        [*nbgrader, "--student", student], cwd=empty_stock.root, stderr=subprocess.DEVNULL
    ) as process:
        try:
            assert somebody_reads(pipe, process)
        finally:
            process.kill()


def somebody_reads(pipe, process):
    """Wait until somebody has opened a pipe to read what nobody is going to write."""
    while process.poll() is None:
        try:
            os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
            return True
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            time.sleep(0.1)
    return False
