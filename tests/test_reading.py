"""How files are read as notebooks, cells put back, and files chosen, one by one."""

import json
import os
import random
import stat
from pathlib import Path, PurePath
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import compute_checksum

from grading.course.notebooks import ROOT, assignments, grade_cells, read_notebooks
from grading.engine import pictures
from grading.engine.limits import Limits
from grading.intake import naming, reading
from grading.intake.cells import Released, defined_at_top, restore
from grading.intake.files import File, Folder, shadows
from grading.intake.folders import Handed
from grading.intake.notes import NotebookRefused, Notes, can_be_kept, quoted
from grading.intake.reading import MOST_BYTES, read_submitted
from grading.intake.repair import repaired
from tests.drawn import png
from tests.own_course import check, notebook_of, solution


@pytest.fixture
def file(tmp_path):
    """Write bytes or text to a file, and return its path."""

    def write(content):
        path = tmp_path / "handed_in.ipynb"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def as_json(*cells, **more):
    cells = [{"cell_type": "markdown", "metadata": {}} | cell for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells} | more)


def problem(path):
    with pytest.raises(NotebookRefused) as refused:
        read_submitted(path)
    return refused.value.sentence(path.name)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"\0\0\0", "nothing but zeros"),
        (b'{"cells": [', "not JSON, perhaps cut off"),
        (b"[]", "expected an object, found a list"),
        (b"5", "expected an object, found a number"),
        (b"{}", "no list of cells"),
        (b"\xff\xfe{\x00}\x00", "no list of cells"),
        (b'{"cells": {}}', "no list of cells"),
        (b"%PDF-1.7", "a PDF"),
        (b"import numpy as np", "a Python program"),
        (b"dear grader", "the text is not JSON"),
        (b'{"cells": ' + b"[" * 100_000, "nested too deep"),
        (b'{"cells": [' + b"5," * 30_000 + b"5]}", "30001 cells"),
    ],
)
def test_a_file_that_is_no_notebook_is_described_in_words(file, content, reason):
    assert reason in problem(file(content))


def test_pictures_in_a_text_stay_and_other_attachments_do_not(file):
    attached = {
        "drawn.png": {"image/png": png()},
        "page.html": {"text/html": "<b>hello</b>"},
        "huge.jpeg": {"image/jpeg": "x" * (2 * pictures.MOST_BYTES)},
        "vast.png": {"image/png": png(8000, 5000)},
        "hello.png": {"image/png": "aGVsbG8="},
        "odd.png": "text",
        "half a letter \ud83d.png": {"image/png": png()},
        "letters.png": {"image/png": "\ud83d"},
    }
    notes = Notes()
    cell = {"source": "![drawn](attachment:drawn.png)", "attachments": attached}
    (read,) = read_submitted(file(as_json(cell)), notes).cells
    assert read.attachments == {"drawn.png": {"image/png": png()}}
    assert notes.sentences()[-1] == (
        "What was attached to texts and is no PNG or JPEG of up to 5 MB and 25 million pixels was "
        "left out: cell number `1`."
    )


def test_pictures_in_texts_have_room_together(file, monkeypatch):
    monkeypatch.setattr(reading, "MOST_PICTURES", 2 * len(png()))
    attached = {f"{n}.png": {"image/png": png()} for n in range(4)}
    notes = Notes()
    (read,) = read_submitted(file(as_json({"source": "", "attachments": attached})), notes).cells
    assert list(read.attachments) == ["0.png", "1.png"]
    assert "together were left out" in notes.sentences()[-1]


def test_pictures_in_texts_have_room_for_so_many_pixels_together(file):
    cells = [
        {"source": "", "attachments": {"a.png": {"image/png": png(5000, 5000)}}} for _ in range(6)
    ]
    notes = Notes()
    read = read_submitted(file(as_json(*cells)), notes).cells
    assert [len(cell.get("attachments", {})) for cell in read] == [1, 1, 1, 1, 0, 0]
    assert (
        "100 million pixels together were left out: cell number `5`, `6`" in (notes.sentences()[-1])
    )


@pytest.mark.parametrize("large", [reading.LARGE, 0], ids=["read here", "read apart"])
def test_a_course_may_allow_pictures_in_texts_fewer_pixels(file, monkeypatch, large):
    monkeypatch.setattr(reading, "LARGE", large)
    attached = {f"{n}.png": {"image/png": png(20, 10 + n)} for n in range(4)}
    notes, path = Notes(), file(as_json({"source": "", "attachments": attached}))
    limits = Limits(picture_pixels=240, notebook_pixels=440)
    (read,) = read_submitted(path, notes, limits).cells
    assert list(read.attachments) == ["0.png", "1.png"]
    assert sum("and 0.00024 million pixels" in said for said in notes.sentences()) == 1
    assert sum("or 0.00044 million pixels" in said for said in notes.sentences()) == 1


def test_what_is_graded_has_as_many_pixels_in_its_texts_as_the_course_allows(file):
    cell = {"source": "", "id": "drawn", "attachments": {"a.png": {"image/png": png()}}}
    path = file(as_json(cell))
    released = Released(new_notebook(cells=[new_markdown_cell("", id="drawn")]))
    for allowed in (200, 199):
        submissions = SimpleNamespace(released={}, limits=Limits(picture_pixels=allowed))
        handed = Handed("problem", released, File(path, PurePath(path.name), 1, 0.0))
        cell = repaired(handed, submissions).cells[-1]
        assert ("attachments" in cell) == (allowed == 200)


def test_a_notebook_of_very_many_lines_is_refused(file):
    assert "up to 500000 are read" in problem(file(as_json({"source": "\n" * 600_000})))


def test_a_file_that_vanishes_or_cannot_be_looked_at_costs_no_other(tmp_path):
    notes = Notes()
    folder = Folder(tmp_path, notes)

    def closed(follow_symlinks):
        raise PermissionError

    folder.sort(SimpleNamespace(name="closed.txt", stat=closed), PurePath("closed.txt"))
    assert folder.files == [] and "permission denied" in notes.sentences()[0]


def test_of_many_copies_only_the_likely_ones_are_opened():
    places = [PurePath(f"problem1 ({n}).ipynb") for n in range(50)]
    files = [File(place, place, 1, float(n)) for n, place in enumerate(places)]
    opened = []
    ranked = naming.ranked("problem1", files, None, opened.append)
    assert opened == files[:-11:-1] and ranked == files[::-1]


def test_a_file_beyond_the_limit_is_not_read(file):
    path = file("{}")
    os.truncate(path, MOST_BYTES + 1)
    assert "clear its outputs" in problem(path)


@pytest.mark.slow
def test_a_large_notebook_loses_its_outputs_without_taking_much_memory(file, monkeypatch):
    monkeypatch.setattr(reading, "LARGE", 1000)
    outputs = [nbformat.v4.new_output("stream", text="x" * 2000)]
    text = nbformat.writes(new_notebook(cells=[new_code_cell("1 + 1", outputs=outputs)]))
    notes = Notes()
    (cell,) = read_submitted(file("\N{BYTE ORDER MARK}" + text), notes).cells
    assert cell.source == "1 + 1" and notes.sentences() == []
    assert "cut off while saving" in problem(file(text[:2000]))


@pytest.mark.slow
def test_a_large_file_that_needs_too_much_memory_is_refused(file, monkeypatch):
    monkeypatch.setattr(reading, "LARGE", 1000)
    monkeypatch.setattr(reading, "MEMORY", 400 * reading.MB)
    assert "too large; clear its outputs" in problem(file("[" + "[]," * 8_000_000 + "[]]"))


def test_a_file_that_is_not_there_is_described_in_words(tmp_path):
    assert "No such file" in problem(tmp_path / "absent.ipynb")


def test_links_pipes_and_devices_are_not_read(tmp_path):
    (tmp_path / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    assert "file system said" in problem(tmp_path / "link")
    assert "not a regular file" in problem(tmp_path / "pipe")
    assert "not a regular file" in problem(Path("/dev/zero"))


def test_a_notebook_keeps_its_cells_and_loses_its_outputs(file):
    code = new_code_cell("1 + 1", outputs=[nbformat.v4.new_output("stream", text="2")])
    written = new_notebook(cells=[new_markdown_cell("hello"), code])
    notes = Notes()
    read = read_submitted(file(nbformat.writes(written)), notes)
    assert [cell.source for cell in read.cells] == ["hello", "1 + 1"]
    assert [cell.id for cell in read.cells] == [cell.id for cell in written.cells]
    assert read.cells[1].outputs == [] and notes.sentences() == []
    nbformat.validate(read)


def test_headings_of_old_notebooks_are_text(file):
    sheet = {"cells": [{"cell_type": "heading", "level": 2, "source": ["Part"], "metadata": {}}]}
    (cell,) = read_submitted(file(json.dumps({"nbformat": 3, "worksheets": [sheet, 5]}))).cells
    assert (cell.cell_type, cell.source) == ("markdown", "## Part")


def test_every_cell_has_an_id_of_its_own(file):
    ids = ["a", "a", "", "no spaces", "cell-1", 5, None]
    cells = read_submitted(file(as_json(*({"id": name} for name in ids)))).cells
    assert cells[0].id == "a" and len({cell.id for cell in cells}) == len(ids)


def handed_out():
    """A notebook as students get it, of an assignment that the course has."""
    return next(iter(read_notebooks(ROOT / "release" / assignments()[0]).values()))


@pytest.mark.parametrize("seed", range(300))
def test_whatever_stands_in_a_notebook_it_is_repaired_or_refused(file, seed):
    """Values of any kind in any place of a right notebook; half of the time, broken text."""
    draw = random.Random(seed)
    released = Released(handed_out())
    data = json.loads(nbformat.writes(released.notebook))
    for _ in range(draw.randint(1, 30)):
        spoil(data, draw)
    text = bytearray(json.dumps(data).encode())
    if seed % 2:
        for _ in range(draw.randint(1, 3)):
            text[draw.randrange(len(text))] = draw.randrange(256)
    try:
        notebook = read_submitted(file(bytes(text)))
        restore(notebook, released, Notes())
    except NotebookRefused:
        return
    nbformat.validate(notebook)
    names = [cell.metadata.nbgrader.grade_id for cell in grade_cells(notebook)]
    assert names == [cell.metadata.nbgrader.grade_id for cell in grade_cells(released.notebook)]


def spoil(data, draw):
    """Replace, drop or double one value somewhere in JSON."""
    odd = (None, 5, -1.5, True, "", "text", "\ud800", [], {}, [None], {"nbgrader": 5}, float("nan"))
    node, inner = None, data
    while inner and isinstance(inner, dict | list) and (node is None or draw.random() < 0.95):
        node = inner
        key = draw.choice(list(node) if isinstance(node, dict) else range(len(node)))
        inner = node[key]
    if node is None:
        return
    if isinstance(node, list) and draw.random() < 0.3:
        node.insert(draw.randrange(len(node)), inner)
    elif draw.random() < 0.2:
        del node[key]
    else:
        node[key] = draw.choice(odd)


# --- Cells ---------------------------------------------------------------------------------


def test_definitions_are_seen_beside_what_python_cannot_parse():
    source = "%matplotlib inline\n!pip install x\ndef f(:\n  def inner(): pass\nclass A: pass"
    assert defined_at_top(source) == ["f", "A"]


def test_an_untouched_release_needs_no_repair(release):
    for notebook in release.values():
        notes, released = Notes(), Released(nbformat.from_dict(notebook))
        restored = nbformat.from_dict(notebook)
        restore(restored, released, notes)
        assert restored == notebook and notes.sentences() == []


def handed_out_before(points=2, source="assert double(1) == 2"):
    """A notebook as an earlier release gave it out, with the checksums that nbgrader writes."""
    notebook = notebook_of(check("double_of_1", source, points), solution("double", "x = 1"))
    for cell in notebook.cells:
        cell.metadata.nbgrader["checksum"] = compute_checksum(cell)
    return notebook


@pytest.mark.parametrize(
    "now", [{"source": "assert double(2) == 4"}, {"points": 3}, {"source": "", "points": 1}]
)
def test_checks_that_have_changed_since_are_no_repair_of_work_that_nobody_touched(now):
    notebook, notes, released = handed_out_before(), Notes(), Released(handed_out_before(**now))
    restore(notebook, released, notes)
    assert notes.sentences() == []
    assert [cell.source for cell in notebook.cells] == [
        now.get("source", notebook.cells[0].source),
        "x = 1",
    ]
    assert notebook.cells[0].metadata == released.notebook.cells[0].metadata


def test_a_check_that_its_student_changed_is_a_repair_whatever_was_released_since():
    for spoil in (
        lambda cell: cell.update(source="pass"),
        lambda cell: cell.metadata.nbgrader.update(points=9),
        lambda cell: cell.metadata.nbgrader.update(grade="yes", points=[]),
    ):
        notebook, notes = handed_out_before(), Notes()
        spoil(notebook.cells[0])
        restore(notebook, Released(handed_out_before(source="assert double(2) == 4")), notes)
        assert notes.sentences() != []


def test_a_byte_order_mark_is_not_worth_a_word(file):
    notes = Notes()
    read_submitted(file("\N{BYTE ORDER MARK}" + nbformat.writes(handed_out_before())), notes)
    assert notes.sentences() == []


def test_cells_in_reverse_order_are_put_back_around_the_solutions():
    notebook = handed_out()
    released = Released(nbformat.from_dict(notebook))
    notebook.cells.reverse()
    restore(notebook, released, Notes())
    order = [cell.id for cell in notebook.cells]
    for name, part in released.parts.items():
        before = list(released.parts)[: list(released.parts).index(name)]
        if not part.solution:
            assert all(order.index(name) > order.index(other) for other in before)


# --- Files ---------------------------------------------------------------------------------

NAMES = ("problem1_pca", "problem2_kmeans", "problem10_pca")


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("problem1_pca.ipynb", "problem1_pca"),
        ("Problem1_PCA.ipynb", "problem1_pca"),
        ("problem1_pca (1).ipynb", "problem1_pca"),
        ("problem1_pca-Copy1.ipynb", "problem1_pca"),
        ("problem1_pca - Kopie.ipynb", "problem1_pca"),
        ("Copy of problem1_pca.ipynb", "problem1_pca"),
        ("problem 1 pca_lovelace.ipynb.json", "problem1_pca"),
        ("problem1_pca.ipynb.part", "problem1_pca"),
        ("problem10_pca_v2.ipynb", "problem10_pca"),
        ("Untitled.ipynb", None),
    ],
)
def test_a_notebook_is_known_by_its_name_in_many_forms(filename, name):
    assert naming.by_name(filename, NAMES) == name


def test_the_folder_of_the_notebooks_is_what_they_have_in_common():
    places = [PurePath("hw", "a", "1.ipynb"), PurePath("hw", "b", "2.ipynb")]
    assert naming.base(places) == PurePath("hw")
    assert naming.base([PurePath("1.ipynb"), *places]) == naming.base([]) == PurePath()


@pytest.mark.parametrize(
    ("place", "in_the_way"),
    [
        ("numpy.py", True),
        ("torch/__init__.py", True),
        ("sitecustomize.py", True),
        ("ipykernel_launcher.py", True),
        ("random.cpython-311-x86_64-linux-gnu.so", True),
        ("checks/__init__.py", True),
        ("helpers.py", False),
        ("data/numpy.py", False),
        ("test/events.csv", False),
        ("numpy.txt", False),
    ],
)
def test_only_modules_with_the_names_of_others_are_in_the_way(place, in_the_way):
    assert shadows(PurePath(place), {"checks"}) == in_the_way


def test_a_folder_is_sorted_into_files_and_what_is_none(tmp_path):
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "a.txt").write_text("a")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "b.txt").write_text("b")
    (tmp_path / "around").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    notes = Notes()
    folder = Folder(tmp_path, notes)
    assert [file.place for file in folder.files] == [PurePath("in", "deep", "a.txt")]
    assert set(map(str, folder.others)) == {"around", "pipe", "in", "in/deep"}
    assert len(notes.sentences()) == 2


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make a device")
def test_a_device_is_left_out(tmp_path):
    try:
        os.mknod(tmp_path / "zero", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("this system lets nobody make a device")
    assert Folder(tmp_path, Notes()).others == {PurePath("zero"): "neither a file nor a folder"}


def test_what_the_grader_may_not_read_is_left_out_and_named(tmp_path):
    """As a user without rights, in a process of its own, because root may read everything."""
    (tmp_path / "closed.csv").write_text("1")
    (tmp_path / "closed.csv").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "open.csv").write_text("1")
    for folder in (tmp_path, *list(tmp_path.parents)[:-2]):
        folder.chmod(folder.stat().st_mode | 0o055)
    here, there = os.pipe()
    if (child := os.fork()) == 0:
        if os.getuid() == 0:
            os.setuid(65534)
        notes = Notes()
        found = [str(file.place) for file in Folder(tmp_path, notes).files]
        os.write(there, json.dumps([found, notes.sentences()]).encode())
        os._exit(0)
    os.close(there)
    with open(here) as pipe:
        found, (sentence,) = json.load(pipe)
    os.waitpid(child, 0)
    (tmp_path / "closed").chmod(0o700)
    assert found == ["open.csv"]
    assert "permission denied" in sentence and "`closed.csv`" in sentence and "`closed`" in sentence


def test_work_comes_before_none_and_the_right_name_before_others(tmp_path):
    released = Released(handed_out())
    blank = nbformat.from_dict(released.notebook)
    solved = nbformat.from_dict(released.notebook)
    for cell in solved.cells:
        cell.source = cell.source.replace("raise NotImplementedError", "return 1 or")
    right, copy = (file_at(tmp_path, n) for n in ("problem3_distance", "problem3_distance (1)"))

    def best(of_right, of_copy):
        opened = {right: of_right, copy: of_copy}.get
        return naming.ranked("problem3_distance", [copy, right], released, opened)[0]

    assert best(solved, solved) is right and best(blank, blank) is right
    assert best(blank, solved) is copy and best(None, solved) is copy
    assert best(solved, None) is right


def file_at(folder, stem):
    path = folder / f"{stem}.ipynb"
    return File(path, PurePath(path.name), 0, 0.0)


# --- Words ---------------------------------------------------------------------------------


def test_one_sentence_names_a_few_and_counts_the_others():
    notes = Notes()
    for number in range(8):
        notes.add("Left out: {}.", number)
    assert notes.sentences() == ["Left out: `0`, `1`, `2`, `3`, `4` and 3 more."]


def test_names_of_files_cannot_pass_for_anything_else():
    assert quoted("a`b\n\x1b[31m<script>") == "`a'b��[31m<script>`"
    assert len(quoted("x" * 1000)) < 100


def test_names_that_break_lines_or_are_not_unicode_cannot_be_kept():
    assert can_be_kept("zoë o'brien +1 \N{NARROW NO-BREAK SPACE} 学生")
    assert not can_be_kept("new\nline") and not can_be_kept(os.fsdecode(b"\xff"))


def test_a_text_that_becomes_code_again_keeps_no_picture():
    released = Released(handed_out())
    notebook = nbformat.from_dict(released.notebook)
    name = next(name for name, part in released.parts.items() if part.solution)
    position = next(
        n
        for n, cell in enumerate(notebook.cells)
        if cell.metadata.get("nbgrader", {}).get("grade_id") == name
    )
    answer = notebook.cells[position]
    notebook.cells[position] = new_markdown_cell(
        answer.source,
        id=answer.id,
        metadata=answer.metadata,
        attachments={"drawn.png": {"image/png": "aGVsbG8="}},
    )
    restore(notebook, released, Notes())
    assert notebook.cells[position].cell_type == "code"
    nbformat.validate(notebook)
