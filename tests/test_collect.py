"""What Moodle and Canvas pack into a zip arrives under the ids of the roster."""

import logging
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from nbgrader.api import Gradebook
from traitlets.config import Config, Configurable

from grading.collect import CANVAS, MOODLE, RosterCollector


@pytest.fixture
def collected(tmp_path, monkeypatch):
    """Student and file of a path, as one form of names has it."""
    # A new gradebook starts `alembic` by name.
    programs = [str(Path(sys.executable).parent), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(programs))
    address = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Gradebook(address) as gradebook:
        gradebook.add_student("al1", first_name="Ada", last_name="Lovelace", lms_user_id="101")
        gradebook.add_student("bn1", first_name="Bob", last_name="de la Noyce", lms_user_id="102")
        gradebook.add_student("em1", first_name="Eve", last_name="May")
        gradebook.add_student("em2", first_name="Eve", last_name="May")
    parent = Configurable()
    parent.coursedir, parent.log = SimpleNamespace(db_url=address), logging.getLogger()

    def collect(form, path):
        config = Config(FileNameCollectorPlugin={"named_regexp": form})
        found = RosterCollector(parent=parent, config=config).collect(f"/extracted/{path}")
        return found and (found["student_id"], found["file_id"])

    return collect


@pytest.mark.parametrize(
    ("path", "whose"),
    [
        ("all/Ada Lovelace_4711_assignsubmission_file/problem1_pca.ipynb", "al1"),
        ("all/ada  lovelace_4711_assignsubmission_file_/problem1_pca.ipynb", "al1"),
        ("all/Bob de la Noyce_4712_assignsubmission_file/hw11/problem1_pca.ipynb", "bn1"),
    ],
)
def test_moodle_names_a_folder_by_student(collected, path, whose):
    assert collected(MOODLE, path) == (whose, "problem1_pca.ipynb")


@pytest.mark.parametrize(
    ("path", "whose"),
    [
        ("all/lovelaceada_101_9002_problem1_pca.ipynb", "al1"),
        ("all/delanoycebob_LATE_102_9003_problem1_pca-2.ipynb", "bn1"),
    ],
)
def test_canvas_names_a_file_by_number(collected, path, whose):
    assert collected(CANVAS, path) == (whose, "problem1_pca")


@pytest.mark.parametrize("name", ["Mallory Unknown", "Eve May"])
def test_a_student_who_is_not_one_of_the_roster_is_collected_and_named(collected, caplog, name):
    path = f"all/{name}_4713_assignsubmission_file/problem1_pca.ipynb"
    assert collected(MOODLE, path) == (name, "problem1_pca.ipynb")
    assert name in caplog.text and "none or several" in caplog.text


def test_a_file_that_is_no_notebook_is_left(collected):
    assert collected(MOODLE, "all/Ada Lovelace_4711_assignsubmission_file/notes.txt") is None
