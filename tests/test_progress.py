"""What an instructor sees while grading: a bar on a terminal, a line per submission in a log."""

import fcntl
import os
import pty
import struct
import termios

import pytest

from tests.course import NBGRADER, Course
from tests.entries import fill_in
from tests.example_class import hand_in

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def small_class(tmp_path_factory):
    """Two students with one notebook each; one cell runs out of its time."""
    course = Course.copy_to(
        tmp_path_factory.mktemp("small"), config="\nc.JudgedExecute.cell_time = 2\n"
    )
    assert course.run("generate_assignment", "hw11").returncode == 0
    loop = "import time\nfor _ in range(600):\n    time.sleep(0.1)"
    for student, cells in (("ada", []), ("bob", [loop])):
        name, notebook = fill_in("hw11", "problem3", cells)
        hand_in(course.root / "submitted", student, "hw11", {name: notebook})
    return course


@pytest.fixture(scope="module")
def log(small_class):
    result = small_class.run("autograde", "hw11")
    assert result.returncode == 0, result.stdout
    return result.stdout.strip().split("\n")


def test_a_log_has_one_line_for_each_submission(log):
    ada, bob, last = log
    assert ada.split(" in ")[0] == "ada: 20 of 100 points, 1 of 5 notebooks"
    assert bob.split(" in ")[0] == "bob: 20 of 100 points, 1 of 5 notebooks"
    assert bob.endswith("1 cells stopped")
    assert last == "hw11, 2 submissions: 2 graded."


def test_remarks_of_nbgrader_are_in_its_log_file(small_class, log):
    text = (small_class.root / ".nbgrader.log").read_text()
    assert "Autograding" in text and "Graded ada: 20 of 100 points" in text


def test_a_graded_notebook_says_how_it_was_graded(small_class, log):
    (ada,) = small_class.autograded("hw11", "ada").values()
    (bob,) = small_class.autograded("hw11", "bob").values()
    assert ada.metadata.grading.sandbox is True
    assert 0 < ada.metadata.grading.seconds < 60 and ada.metadata.grading.memory < 1 << 30
    assert ada.metadata.grading.stopped == []
    (stopped,) = bob.metadata.grading.stopped
    assert stopped.cell.startswith("code cell") and "longer than 2 s" in stopped.why


def test_grading_without_walls_is_written_down(small_class, log):
    config = small_class.root / "nbgrader_config.py"
    text = config.read_text()
    config.write_text(text + "\nc.JudgedExecute.sandbox = False\n")
    try:
        result = small_class.run("autograde", "hw11", "--student", "ada", "--force")
    finally:
        config.write_text(text)
    ada, _ = result.stdout.strip().split("\n")
    assert ada.endswith("graded without a sandbox")
    assert "graded without a sandbox" in (small_class.root / ".nbgrader.log").read_text()
    (ada,) = small_class.autograded("hw11", "ada").values()
    assert ada.metadata.grading.sandbox is False


def test_a_terminal_shows_a_bar_with_rate_and_remaining_time(small_class, log):
    said = in_terminal(small_class.root, "autograde", "hw11", "--force")
    assert "hw11: 100%" in said and "2/2" in said and "notebook" in said
    assert "Autograding" not in said and "points" not in said
    assert said.rstrip().endswith("hw11, 2 submissions: 2 graded.")


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
