"""Files with arrays are found where students' platforms put them."""

import importlib.util
import shutil

import numpy as np
import pytest

from grading.course.notebooks import ROOT

STORED = ROOT / "modules" / "stored.py"


@pytest.fixture
def homework(tmp_path, monkeypatch):
    """An empty folder with the module alone, in which a notebook runs, and the module."""
    folder = tmp_path / "homework"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder, loaded_from(folder)


def loaded_from(folder):
    shutil.copy(STORED, folder)
    spec = importlib.util.spec_from_file_location("stored_of_a_student", folder / "stored.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def save(place, value):
    place.mkdir(exist_ok=True)
    np.savez(place / "hw11.npz", Z=value)


def test_the_folder_is_tried_before_the_bare_name(homework):
    folder, stored = homework
    save(folder, 1.0)
    assert stored.load_checkpoint("hw11.npz") == {"Z": 1.0}
    save(folder / stored.FOLDER, 2.0)
    assert stored.load_checkpoint("hw11.npz") == {"Z": 2.0}


@pytest.mark.parametrize("place", ["checkpoints", "."])
def test_files_are_found_beside_the_module_where_the_notebook_runs_elsewhere(
    homework, tmp_path, monkeypatch, place
):
    folder, stored = homework
    save(folder / place, 1.0)
    monkeypatch.chdir(tmp_path)
    assert stored.load_checkpoint("hw11.npz") == {"Z": 1.0}


def test_a_missing_file_is_one_sentence_that_says_what_to_do(homework):
    _, stored = homework
    with pytest.raises(FileNotFoundError) as error:
        stored.load_checkpoint("hw11.npz")
    said = str(error.value)
    assert said.startswith("checkpoints/hw11.npz is not beside the notebook: put the folder")
    assert "\n" not in said


def test_notebooks_load_checkpoints_in_no_other_way(release):
    for name, notebook in release.items():
        code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        assert not [source for source in code if "np.load(" in source], name
        assert any("load_checkpoint(" in source for source in code), name


def test_a_damaged_file_is_named_with_what_to_do(homework):
    folder, stored = homework
    save(folder, 1.0)
    whole = (folder / "hw11.npz").read_bytes()
    (folder / "hw11.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match=r"hw11\.npz is damaged or not complete: take it from"):
        stored.load_checkpoint("hw11.npz")
