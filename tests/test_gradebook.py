"""A gradebook and a log file that cannot be used: one sentence each, which says what to do."""

import os
import sqlite3

import pytest

from grading.adapters.logs import log_file, shown
from grading.records.gradebook import GradebookFailed, refuse_unusable
from tests.small_course import empty_gradebook


@pytest.mark.parametrize(
    "damage", [lambda whole: os.urandom(5000), lambda whole: whole[: len(whole) // 2]]
)
def test_a_damaged_gradebook_is_called_damaged_and_the_way_out_is_named(tmp_path, damage):
    path = tmp_path / "gradebook.db"
    path.write_bytes(damage(empty_gradebook()))
    with pytest.raises(GradebookFailed, match=r"cannot be read .* Put a backup of it in its place"):
        refuse_unusable(f"sqlite:///{path}")


def test_a_gradebook_that_is_whole_new_or_locked_is_not_called_damaged(tmp_path):
    path = tmp_path / "the grade#book.db"
    refuse_unusable(f"sqlite:///{path}")
    assert not path.exists()
    path.write_bytes(empty_gradebook())
    refuse_unusable(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    refuse_unusable(f"sqlite:///{path}")
    other.close()


def test_a_log_file_that_cannot_be_written_is_said_once_and_left_out(tmp_path, capfd):
    assert log_file(str(tmp_path / "log")) == str(tmp_path / "log")
    for _ in range(2):
        assert log_file(str(tmp_path)) == ""
    assert capfd.readouterr().err == (
        f"{tmp_path} cannot be written (Is a directory), so this command keeps no log.\n"
    )


def test_a_log_has_no_password_of_an_address_and_all_else_as_it_is():
    line = "Upgrading {} at 10:15, said ada@example.org"
    address = "postgresql://grader:{}@db.example.org:5432/course"
    assert shown(line.format(address.format("a%40b:c/d"))) == line.format(address.format("***"))
    for address in (
        "sqlite:////course/a:b@c.db",
        "https://example.org:80/a",
        "postgresql://g@db/c",
    ):
        assert shown(line.format(address)) == line.format(address)
