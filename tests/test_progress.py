"""What an instructor sees while grading: a bar on a terminal, a line per submission in a log."""

import fcntl
import os
import pty
import struct
import termios

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from grading.course.notebooks import read_notebook
from tests.course import NBGRADER
from tests.own_course import ASSIGNMENT
from tests.tiny import TINY, hand_in, tiny_course

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def small_class(tmp_path_factory):
    """Two students with one of two notebooks each; one cell runs out of its time."""
    course = tiny_course(
        tmp_path_factory.mktemp("small") / "course", "\nc.JudgedExecute.cell_time = 2\n"
    )
    first, second = TINY
    for student in ("ada", "bob"):
        (hand_in(course, student) / f"{second}.ipynb").unlink()
    path = course.root / "submitted" / "bob" / ASSIGNMENT / f"{first}.ipynb"
    notebook = read_notebook(path)
    notebook.cells.append(new_code_cell("import time\nfor _ in range(600):\n    time.sleep(0.1)"))
    nbformat.write(notebook, path)
    return course


@pytest.fixture(scope="module")
def log(small_class):
    result = small_class.run("autograde", ASSIGNMENT)
    assert result.returncode == 0, result.stdout
    return result.stdout.strip().split("\n")


def test_a_log_has_one_line_for_each_submission(log):
    ada, bob, last = log
    assert ada.split(" in ")[0] == "ada: 4 of 8 points, 1 of 2 notebooks graded"
    assert bob.split(" in ")[0] == "bob: 4 of 8 points, 1 of 2 notebooks graded"
    assert bob.endswith("1 cell stopped")
    assert last == f"{ASSIGNMENT}, 2 submissions: 2 graded."


def test_remarks_of_nbgrader_are_in_its_log_file(small_class, log):
    text = (small_class.root / ".nbgrader.log").read_text()
    assert "Autograding" in text and "Graded ada: 4 of 8 points" in text


def test_a_graded_notebook_says_how_it_was_graded(small_class, log):
    (ada,) = small_class.autograded(ASSIGNMENT, "ada").values()
    (bob,) = small_class.autograded(ASSIGNMENT, "bob").values()
    assert ada.metadata.grading.sandbox.keys() == {"user", "calls", "memory_by"}
    assert 0 < ada.metadata.grading.seconds < 60 and ada.metadata.grading.memory < 1 << 30
    assert ada.metadata.grading.stopped == []
    (stopped,) = bob.metadata.grading.stopped
    assert stopped.cell.startswith("code cell") and "longer than 2 s" in stopped.why


def test_grading_without_walls_is_written_down(small_class, log):
    config = small_class.root / "nbgrader_config.py"
    text = config.read_text()
    config.write_text(text + "\nc.JudgedExecute.sandbox = False\n")
    try:
        result = small_class.run("autograde", ASSIGNMENT, "--student", "ada", "--force")
    finally:
        config.write_text(text)
    ada, _ = result.stdout.strip().split("\n")
    assert ada.endswith("graded without a sandbox")
    assert "graded without a sandbox" in (small_class.root / ".nbgrader.log").read_text()
    (ada,) = small_class.autograded(ASSIGNMENT, "ada").values()
    assert ada.metadata.grading.sandbox is False


def test_a_terminal_shows_a_bar_with_rate_and_remaining_time(small_class, log):
    said = in_terminal(small_class.root, "autograde", ASSIGNMENT, "--force")
    assert f"{ASSIGNMENT}, marks: 100%" in said and "2/2" in said and "notebook" in said
    assert "Autograding" not in said and "points" not in said
    assert said.rstrip().endswith(f"{ASSIGNMENT}, 2 submissions: 2 graded.")


def in_terminal(folder, *command):
    """Run an nbgrader command in a terminal of 100 columns; returns what it shows."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execv(NBGRADER, ["nbgrader", *command])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("4H", 40, 100, 0, 0))
    said = b""
    try:
        while part := os.read(terminal, 4096):
            said += part
    except OSError:  # the end of a terminal
        pass
    assert os.waitpid(pid, 0)[1] == 0
    return said.decode()
