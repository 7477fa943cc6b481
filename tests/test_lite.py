"""Homework 11 in the browser: its pieces are pinned, and its files are those of the release."""

import hashlib
import json
import re
import zipfile

import pytest

from grading.course.gradecell import grade_id
from grading.course.notebooks import ROOT, code_cells, read_notebooks
from lite.files import NEED_TORCH, write_files
from lite.runtime import WHEELS, PieceMissing, carried, needed
from tests.homeworks import needs

needs("hw11")

LITE = ROOT / "lite"


def test_every_piece_is_pinned_and_what_is_downloaded_has_its_hash():
    lines = (ROOT / "requirements-lite.txt").read_text().splitlines()
    assert lines.count("-r requirements.txt") == 1
    pins = [line for line in lines if line and line[0] not in "#-"]
    assert len(pins) == 2 and all(re.fullmatch(r"[\w-]+==[\d.]+", pin) for pin in pins)
    files = [line for line in WHEELS.read_text().splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w-]+==\S+ --hash=sha256:[0-9a-f]{64}", line) for line in files)


def test_browsers_ask_no_other_server():
    settings = json.loads((LITE / "jupyter-lite.json").read_text())["jupyter-config-data"]
    (kernel,) = settings["litePluginSettings"].values()
    assert kernel["disablePyPIFallback"] is True
    build = json.loads((LITE / "jupyter_lite_config.json").read_text())["LiteBuildConfig"]
    assert build["ignore_sys_prefix"] == ["federated_extensions"]


def test_the_site_has_the_release_but_for_problems_with_networks(tmp_path):
    write_files(tmp_path)
    released = {path.relative_to(ROOT / "release") for path in (ROOT / "release/hw11").rglob("*")}
    there = {path.relative_to(tmp_path) for path in (tmp_path / "hw11").rglob("*")}
    strange = {one.name for one in there ^ released if "__pycache__" not in one.parts}
    assert strange == {*NEED_TORCH, "torch.py"}
    for notebook in read_notebooks(tmp_path / "hw11").values():
        uses = [c for c in code_cells(notebook) if re.search(r"\btorch\b|\bnn\.", c.source)]
        assert [grade_id(cell) for cell in uses] == ["preamble"]


def test_the_preamble_runs_with_what_stands_for_torch_and_other_uses_are_explained():
    space = {}
    exec((LITE / "beside" / "torch.py").read_text(), space)
    assert not space["cuda"].is_available() and not space["backends"].mps.is_available()
    assert space["device"]("cpu") == "cpu" and space["manual_seed"](7) is None
    for ask in (lambda: space["__getattr__"]("tensor"), lambda: space["nn"].Linear):
        with pytest.raises(AttributeError, match="there is no torch in the browser"):
            ask()


def test_a_package_brings_what_it_depends_on_and_another_file_is_refused(tmp_path):
    packages = {
        name: {"depends": depends, "file_name": f"{name}.whl", "sha256": digest(name)}
        for name, depends in {"a-b": ["c"], "c": ["a_b"], "d": []}.items()
    }
    found = needed(packages, ["a_b"])
    assert list(found) == ["a-b", "c"]
    archive = tmp_path / "carrier.whl"
    write_archive(archive, {"a-b": "a-b", "c": "c"})
    assert dict(carried(archive, found)) == {"a-b.whl": b"a-b", "c.whl": b"c"}
    write_archive(archive, {"a-b": "a-b", "c": "another"})
    with pytest.raises(PieceMissing, match=r"c\.whl in carrier\.whl is not the file"):
        dict(carried(archive, found))
    write_archive(archive, {"a-b": "a-b"})
    with pytest.raises(PieceMissing, match=r"should carry c\.whl"):
        dict(carried(archive, found))


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def write_archive(path, contents):
    with zipfile.ZipFile(path, "w") as file:
        for name, text in contents.items():
            file.writestr(f"assets/{name}.whl", text)
