"""Paths of the computer on which a notebook was written lead to where it is graded."""

import os
from pathlib import Path

import pytest

from grading.adapters.execute import JudgedExecute
from grading.engine import elsewhere
from grading.engine.clocks import Clock
from grading.engine.elsewhere import folder_of, lead_home, places_in
from grading.engine.forks import Kernel
from grading.engine.limits import Limits

BESIDE = {"points.txt": b"1 2 3", "data/deep.txt": b"4"}


@pytest.fixture
def here(monkeypatch):
    """Every first folder is one that may be made."""
    monkeypatch.setattr(elsewhere, "is_ours", lambda name: True)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("np.load('/content/drive/My Drive/a b.npz')", {"/content/drive/My Drive/a b.npz"}),
        ('BASE = "/kaggle/input/"; open(BASE + "x")', {"/kaggle/input/"}),
        ("open(f'/home/Ann/hw11/{name}.npz')", {"/home/Ann/hw11/"}),
        ("%cd /content/drive/MyDrive/hw11", {"/content/drive/MyDrive/hw11"}),
        ("%cd '/content/drive/My Drive'", {"/content/drive/My Drive"}),
        ("open(f'/content/data{n}.npz')", {"/content/"}),
        ('open("/content/Ann\'s hw/x")', {"/content/Ann's hw/x"}),
        ("  !ls -l /workspaces/course", {"/workspaces/course"}),
        ("a = 'https://example.org/content/x'", set()),
        ("a = '/contents/x', '/usr/lib', 'data/content/x'", set()),
        ("a = '/content/../etc'", set()),
        ("# see /content/drive", set()),
        (f"open('/content/{'x' * 2000}')", set()),
    ],
)
def test_paths_of_other_computers_are_found_in_a_cell(here, cell, found):
    assert set(places_in(cell)) == found


@pytest.mark.parametrize(
    ("place", "folder"),
    [
        ("/content/drive/MyDrive/hw11/data/deep.txt", "/content/drive/MyDrive/hw11"),
        ("/content/drive/MyDrive/hw11/data", "/content/drive/MyDrive/hw11"),
        ("/content/drive/MyDrive/hw11", "/content/drive/MyDrive/hw11"),
        ("/content/points.txt", "/content"),
        ("/content/model.pt", "/content"),
        ("/content", "/content"),
        ("/Users/J.doe/", "/Users/J.doe"),
    ],
)
def test_the_folder_is_what_stands_before_a_file_that_is_there(tmp_path, place, folder):
    for name, content in BESIDE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert folder_of(place, tmp_path) == Path(folder).parts[1:]


def test_nothing_is_made_outside_of_a_sandbox(tmp_path):
    lead_home("open('/content/points.txt'); open('/Users/Me/points.txt')", tmp_path)
    assert not os.path.lexists("/content") and not os.path.lexists("/Users")


@pytest.fixture
def run():
    """Run cells in a sandbox, and return what they printed and the errors."""
    kernel = Kernel(JudgedExecute.pool.warm(), BESIDE, Limits(), walls=True)

    def run(*cells):
        outputs = [out for cell in cells for out in kernel.run(cell, Clock(60, 300))]
        texts = [out.text for out in outputs if out.output_type == "stream"]
        return texts + [f"{o.ename}: {o.evalue}" for o in outputs if o.output_type == "error"]

    yield run
    kernel.close()


@pytest.mark.parametrize(
    "cells",
    [
        ["print(open('/content/drive/MyDrive/hw11/points.txt').read())"],
        ["BASE = '/kaggle/input/hw11/'", "print(open(BASE + 'points.txt').read())"],
        ["%cd -q /content/drive/MyDrive/hw11", "print(open('points.txt').read())"],
        ["import os; os.chdir('/home/Ann/hw11')", "print(open('points.txt').read())"],
        ["%cd -q /content", "print(open('points.txt').read())"],
        [
            "open('/content/drive/MyDrive/hw11/data/deep.txt').close()",
            "print(open('/content/points.txt').read())",
        ],
        [
            "open('/content/drive/MyDrive/data/deep.txt').close()",
            "open('/content/own.txt', 'w').write('1 2 3')",
            "import os; '/content'; print(open('own.txt').read(), end='')",
        ],
        [
            "open('/content/points.txt').close()",
            "print(open('/content/drive/MyDrive/points.txt').read())",
        ],
        [
            "from pathlib import Path\nHERE = Path('/Users/Me/course/hw11')",
            "(HERE / 'own.txt').write_text('1 2 3')",
            "print((HERE / 'own.txt').read_text(), end='')",
        ],
    ],
)
def test_a_cell_finds_its_files_under_the_paths_of_another_computer(run, cells):
    assert [said.strip() for said in run(*cells)] == ["1 2 3"]


def test_a_search_through_all_folders_finds_each_file_once(run):
    (said,) = run(
        "import os; os.path.exists('/kaggle/input')",
        "open('/kaggle/input/hw11/points.txt').close()",
        "from glob import glob; print(*sorted(glob('**', recursive=True)))",
    )
    assert said.split() == ["data", "data/deep.txt", "points.txt"]


def test_what_was_not_handed_in_is_missing_as_ever(run):
    (said,) = run("open('/content/drive/MyDrive/other.txt')")
    assert said.startswith("FileNotFoundError")
