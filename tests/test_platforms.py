"""The homework runs where students' platforms put its files."""

import json
import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from grading.course.answers import fill_in
from grading.course.notebooks import ROOT, code_cells
from tests.homeworks import needs
from tests.tools import from_page

needs("hw11")
pytestmark = pytest.mark.slow

RELEASE = ROOT / "release" / "hw11"
PROBLEMS = [f"problem{number}" for number in range(1, 6)]
#: Stands for the module of Colab that brings the folder of Google Drive.
DRIVE = """
import sys
import types

sys.modules["google"] = types.ModuleType("google")
sys.modules["google.colab"] = types.ModuleType("google.colab")
sys.modules["google.colab"].drive = types.SimpleNamespace(mount=lambda place: None)
"""


def files():
    """All that students get but notebooks."""
    found = [
        path for path in RELEASE.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    return [path for path in found if path.suffix != ".ipynb"]


def errors(folder, *first):
    """The errors of all solved problems that run in a folder, after some cells of the student's."""
    runs = []
    for problem in PROBLEMS:
        cells = [*first, *(cell.source for cell in code_cells(fill_in("hw11", problem)[1]))]
        runs.append([(cell, f"{problem}, cell {number}") for number, cell in enumerate(cells)])
    result = subprocess.run(
        [sys.executable, "-m", "tests.in_process", str(folder)],
        input=json.dumps(runs),
        cwd=ROOT,
        env=os.environ | {"MPLBACKEND": "agg", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    verdicts = json.loads(result.stdout)["verdicts"]
    assert len(verdicts) == sum(map(len, runs))
    return {name: kind for name, kind in verdicts.items() if kind}


def test_files_may_lie_side_by_side_without_a_folder(tmp_path):
    for path in files():
        shutil.copy(path, tmp_path)
    assert not (tmp_path / "checkpoints").exists()
    assert errors(tmp_path) == {}


def test_files_may_be_a_dataset_that_kaggle_has_unpacked(tmp_path):
    dataset, working = tmp_path / "input" / "datasets" / "ada" / "hw11", tmp_path / "working"
    working.mkdir()
    shutil.copytree(RELEASE, dataset)
    with zipfile.ZipFile(dataset / "cases.zip") as cases:
        cases.extractall(dataset / "cases")
    (dataset / "cases.zip").unlink()
    cell = "".join(from_page("kaggle"))
    assert "/kaggle/input" in cell
    assert errors(working, cell.replace("/kaggle/input", str(tmp_path / "input"))) == {}


def test_files_may_lie_in_google_drive(tmp_path):
    content, drive = tmp_path / "content", tmp_path / "drive"
    content.mkdir()
    shutil.copytree(RELEASE, drive / "hw11")
    cell = "".join(from_page("colab"))
    assert "/content/drive/MyDrive" in cell
    assert errors(content, DRIVE, cell.replace("/content/drive/MyDrive", str(drive))) == {}
