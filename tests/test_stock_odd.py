"""What stock nbgrader does with each oddity is what `tests.odd` records of it."""

import errno
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.course import STOCK, Course
from tests.notebooks import read_notebooks, solution_cells
from tests.odd import ABORTS, GRADES, HANGS, LESS, LOSES, ODD, SKIPS, Right, path_of, write_odd

pytestmark = pytest.mark.slow

TINY = {
    "problem1_tiny": ("double", "half"),
    "problem2_tiny": ("third", "fourth"),
}
ANSWERS = {"double": "2 * x", "half": "x / 2", "third": "x / 3", "fourth": "x / 4"}


def marked(source, name, **marks):
    known = {"grade": False, "solution": False, "locked": True, "schema_version": 3, "task": False}
    nbgrader = known | {"grade_id": name, "cell_type": "code"} | marks
    return new_code_cell(source, id=name, metadata={"nbgrader": nbgrader})


def tiny_notebook(functions):
    """A notebook that starts fast: functions of a number, and a grade cell for each."""
    cells = [
        nbformat.v4.new_markdown_cell("Tiny", id="title"),
        nbformat.v4.new_markdown_cell("Run first", id="about_preamble"),
        marked("import numpy as np", "preamble"),
    ]
    for name in functions:
        body = f"    ### BEGIN SOLUTION\n    return {ANSWERS[name]}\n    ### END SOLUTION"
        value = eval(ANSWERS[name], {"x": 6})
        cells += [
            marked(f"def {name}(x):\n{body}", name, solution=True, locked=False),
            marked(f"assert np.isclose({name}(6), {value})", f"{name}_of_6", grade=True, points=2),
        ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def tiny_course(root):
    """A course of stock nbgrader with an assignment of two tiny notebooks."""
    course = Course.copy_to(root, STOCK)
    folder = course.root / "source" / "tiny"
    folder.mkdir()
    (folder / "tools.py").write_text("unused = True\n")
    for name, functions in TINY.items():
        nbformat.write(tiny_notebook(functions), folder / f"{name}.ipynb")
    result = course.run("generate_assignment", "tiny")
    assert result.returncode == 0, result.stdout
    release = read_notebooks(course.root / "release" / "tiny")
    name, other = TINY
    solved = nbformat.from_dict(release[name])
    for cell, function in zip(solution_cells(solved), TINY[name], strict=True):
        cell.source = f"def {function}(x):\n    return {ANSWERS[function]}"
    course.right = Right(
        course.root / "release" / "tiny", name, solved, release[name], release[other]
    )
    return course


def outcome(course, student, log):
    """What stock nbgrader made of a submission."""
    if (course.root / "autograded" / student / "tiny").exists():
        return LESS if course.lost("tiny", student, course.right.name) else GRADES
    shown = student.encode(errors="backslashreplace").decode()
    return LOSES if f"'tiny' for student '{shown}'" in log else SKIPS


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    """What stock nbgrader does with each kind that lets it go on, in two courses side by side."""

    def grade(share):
        course = tiny_course(tmp_path_factory.mktemp("stock") / "course")
        write_odd(course.root / "submitted", course.right, share)
        log = course.grade_on_stock("tiny", OMP_NUM_THREADS="1").stdout
        assert outcome(course, "zzz-right", log) == GRADES, log[-3000:]
        return {student: outcome(course, student, log) for student in share}

    kinds = [name for name, odd in ODD.items() if odd.stock not in (ABORTS, HANGS)]
    with ThreadPoolExecutor(2) as workers:
        first, second = workers.map(grade, (kinds[::2], kinds[1::2]))
    return first | second


def test_stock_nbgrader_does_with_each_kind_what_is_recorded(stock):
    recorded = {student: ODD[student].stock for student in stock}
    assert stock == recorded


@pytest.fixture(scope="module")
def empty_stock(tmp_path_factory):
    return tiny_course(tmp_path_factory.mktemp("aborts") / "course")


@pytest.mark.parametrize("student", [name for name, odd in ODD.items() if odd.stock == ABORTS])
def test_stock_nbgrader_stops_the_batch_where_that_is_recorded(empty_stock, tmp_path, student):
    write_odd(tmp_path, empty_stock.right, (student,))
    (tmp_path / "aaa-right").rename(tmp_path / "out-of-the-way")
    folder = f"--CourseDirectory.submitted_directory={tmp_path}"
    result = empty_stock.run("autograde", "tiny", "--student", "[!o]*", folder)
    assert result.returncode != 0
    assert not (empty_stock.root / "autograded" / "zzz-right").exists(), result.stdout


@pytest.mark.parametrize("student", [name for name, odd in ODD.items() if odd.stock == HANGS])
def test_stock_nbgrader_waits_for_ever_where_that_is_recorded(empty_stock, student):
    write_odd(empty_stock.root / "submitted", empty_stock.right, (student,))
    pipe = path_of(empty_stock.root / "submitted" / student / "tiny", empty_stock.right)
    nbgrader = [str(Path(sys.executable).parent / "nbgrader"), "autograde", "tiny"]
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
