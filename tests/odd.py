"""Oddities that a real class hands in, each made from a right submission of one notebook.

Each says what a fair grader makes of it, and what stock nbgrader does with it.
"""

import codecs
import json
import os
import shutil
import socket
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from grading.course.notebooks import grade_cells, locked_cells, solution_cells

#: What stock nbgrader does with an oddity.
GRADES = "grades it"
LESS = "takes points away"
LOSES = "loses the submission"
SKIPS = "skips the submission without a word"
ABORTS = "aborts the batch"
HANGS = "waits for ever"

#: Grade cells that are lost where a notebook is refused, and where there is no grade at all.
ALL, NO_GRADE = "all", "no grade"


@dataclass(frozen=True)
class Right:
    """A right submission: one notebook of an assignment, solved, and another one as released."""

    release: Path
    name: str
    solved: object
    released: object
    other: object

    @property
    def assignment(self):
        return self.release.name


@dataclass(frozen=True)
class Odd:
    """One oddity.

    Attributes
    ----------
    make : callable
        Changes a right submission; called with its folder and what is right.
    says : str
        Words that the student reads; none where nothing is worth a word.
    loses : int or str
        How many grade cells are lost.
    stock : str
        What stock nbgrader does.
    student : str
        Who hands it in; by default the name of the function.
    """

    make: Callable
    says: str
    loses: int | str
    stock: str
    student: str


TIME = "2026-01-02 03:04:05 UTC"
ODD = {}


def odd(says="", loses=0, stock=GRADES, student=None):
    """Enter a function that makes an oddity into the list of all."""

    def enter(make):
        name = student or make.__name__.strip("_").replace("_", "-")
        ODD[name] = Odd(make, says, loses, stock, name)
        return make

    return enter


# --- How the functions below change a submission -----------------------------------------------


def path_of(place, right):
    return place / f"{right.name}.ipynb"


def copy_of(node, **changes):
    """A copy of a notebook or a cell."""
    return nbformat.from_dict(node | changes)


def write(place, right, notebook):
    nbformat.write(notebook, path_of(place, right))


def rewrite(place, right, change):
    """Change the JSON of the notebook as plain lists and dicts."""
    path = path_of(place, right)
    data = json.loads(path.read_text())
    path.write_text(json.dumps(change(data) or data))


def position(notebook, cell):
    return next(place for place, other in enumerate(notebook.cells) if other is cell)


def use_helpers(place, right):
    """Let a solution need a module that lies beside the notebook."""
    (place / "helpers.py").write_text("here = True")
    notebook = copy_of(right.solved)
    cell = solution_cells(notebook)[0]
    cell.source = f"import helpers\n\nassert helpers.here\n\n\n{cell.source}"
    write(place, right, notebook)


def without_marks(notebook):
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)
    return notebook


def without_ids(notebook):
    notebook = without_marks(notebook)
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        del cell["id"]
    return notebook


# --- The text of the file ------------------------------------------------------------------


@odd(stock=LOSES)
def byte_order_mark(place, right):
    path = path_of(place, right)
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())


@odd("UTF-16", stock=LOSES)
def utf_16(place, right):
    path = path_of(place, right)
    path.write_bytes(path.read_text().encode("utf-16"))


@odd("Windows-1252", stock=LOSES)
def windows_letters(place, right):
    path = path_of(place, right)
    text = path.read_text().replace('"cells"', '"author": "Jörg", "cells"', 1)
    path.write_bytes(text.encode("cp1252", "replace"))


@odd("cut off while saving", ALL, LOSES)
def cut_off(place, right):
    path = path_of(place, right)
    text = path.read_text()
    path.write_text(text[: len(text) // 2])


@odd("it is empty", ALL, LOSES)
def empty_file(place, right):
    path_of(place, right).write_text("")


@odd("nothing but zeros", ALL, LOSES)
def only_zeros(place, right):
    path_of(place, right).write_bytes(bytes(5000))


@odd("filled with zeros", stock=LOSES)
def zeros_at_the_end(place, right):
    with open(path_of(place, right), "ab") as file:
        file.write(bytes(512))


@odd("remains of another one", stock=LOSES)
def remains_at_the_end(place, right):
    with open(path_of(place, right), "a") as file:
        file.write(' "nbformat_minor": 5\n}\n')


@odd("unfinished Git merge", ALL, LOSES)
def merge_conflict(place, right):
    path = path_of(place, right)
    lines = path.read_text().split("\n")
    path.write_text("\n".join([*lines[:9], "<<<<<<< HEAD", *lines[9:12], "=======", *lines[12:]]))


@odd("it is a web page", ALL, LOSES)
def web_page(place, right):
    path_of(place, right).write_text("<!DOCTYPE html>\n<html>Sign in to continue</html>")


@odd("zip archive", ALL, LOSES)
def zip_under_its_name(place, right):
    path = path_of(place, right)
    text = path.read_text()
    path.unlink()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(path.name, text)


@odd("it has no list of cells", ALL, LOSES)
def json_but_no_notebook(place, right):
    path_of(place, right).write_text('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}')


@odd("nested too deep", ALL, LOSES)
def nested_ten_thousand_deep(place, right):
    path = path_of(place, right)
    deep = '{"deep": ' + "[" * 10_000 + "]" * 10_000 + ", "
    path.write_text(path.read_text().replace("{", deep, 1))


@odd(stock=LOSES)
def huge_integer(place, right):
    path = path_of(place, right)
    path.write_text(path.read_text().replace("{", '{"huge": ' + "9" * 5000 + ", ", 1))


@odd()
def not_a_number(place, right):
    rewrite(place, right, lambda data: data["metadata"].update(ratio=float("nan")))


@odd("no text can hold", stock=LESS)
def null_bytes(place, right):
    notebook = copy_of(right.solved)
    solution_cells(notebook)[0].source += "\n# \0\0"
    write(place, right, notebook)


@odd("no text can hold", stock=LOSES)
def half_a_letter(place, right):
    def change(data):
        data["cells"][0]["source"] = ["half an emoji: \ud83d"]

    rewrite(place, right, change)


@odd(stock=GRADES)
def outputs_of_100_mb(place, right):
    notebook = copy_of(right.solved)
    cell = solution_cells(notebook)[0]
    cell.outputs = [new_output("stream", name="stdout", text="x" * 100_000_000)]
    write(place, right, notebook)


@odd("MB of text", ALL, GRADES)
def text_of_20_mb(place, right):
    notebook = copy_of(right.solved)
    notebook.cells.append(new_markdown_cell("x" * 20_000_000))
    write(place, right, notebook)


# --- Its structure ---------------------------------------------------------------------------


@odd("older format")
def format_3(place, right):
    path_of(place, right).write_text(nbformat.writes(copy_of(right.solved), version=3))


@odd(stock=LOSES)
def format_5(place, right):
    rewrite(place, right, lambda data: data.update(nbformat=5, nbformat_minor=0))


@odd()
def format_4_without_ids(place, right):
    notebook = copy_of(right.solved)
    notebook.nbformat_minor = 2
    for cell in notebook.cells:
        del cell["id"]
    write(place, right, notebook)


@odd("without an id")
def missing_ids(place, right):
    rewrite(place, right, lambda data: [cell.pop("id") for cell in data["cells"]] and None)


@odd("without an id")
def duplicate_ids(place, right):
    def change(data):
        for cell in data["cells"]:
            cell["id"] = "same"

    rewrite(place, right, change)


@odd("were no text", stock=LOSES)
def wrong_types_everywhere(place, right):
    def change(data):
        data["metadata"] = {"kernelspec": 5, "language_info": ["python"], "widgets": "none"}
        data["nbformat_minor"] = "five"
        for cell in data["cells"]:
            cell["metadata"]["nbgrader"] = cell["metadata"].get("nbgrader", "no") or 7
            cell["metadata"]["tags"] = {"not": "a list"}
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = {"not": "a list"}, "first"
        data["cells"][0]["source"] = ["text", 5, None]
        data["cells"][1]["metadata"] = ["not", "a", "dict"]
        marks = [cell["metadata"]["nbgrader"] for cell in data["cells"][2:]]
        for mark in marks:
            if isinstance(mark, dict):
                mark |= {"locked": "yes", "points": [], "schema_version": None}

    rewrite(place, right, change)


@odd("left out", stock=LOSES)
def damaged_cells(place, right):
    def change(data):
        data["cells"][1:1] = [None, 5, {"cell_type": "markdown", "metadata": {}, "source": 5}]

    rewrite(place, right, change)


@odd("unknown kind", stock=LOSES)
def unknown_kind_of_cell(place, right):
    rewrite(place, right, lambda data: data["cells"].append({"cell_type": "sql", "source": "1"}))


@odd(stock=GRADES)
def ten_thousand_cells(place, right):
    notebook = copy_of(right.solved)
    notebook.cells += [new_markdown_cell("note") for _ in range(9_000)]
    notebook.cells += [new_code_cell("") for _ in range(1_000)]
    write(place, right, notebook)


# --- The instructor's cells --------------------------------------------------------------------


@odd("more than once", stock=ABORTS)
def duplicated_grade_cell(place, right):
    notebook = copy_of(right.solved)
    cell = grade_cells(notebook)[0]
    notebook.cells.insert(position(notebook, cell), copy_of(cell, id="copy"))
    write(place, right, notebook)


@odd("put back as they had been handed out", stock=LESS)
def missing_grade_cell(place, right):
    notebook = copy_of(right.solved)
    notebook.cells.remove(grade_cells(notebook)[0])
    write(place, right, notebook)


@odd("put back in their order", stock=LESS)
def moved_grade_cell(place, right):
    notebook = copy_of(right.solved)
    cell = grade_cells(notebook)[0]
    notebook.cells.remove(cell)
    notebook.cells.insert(0, cell)
    write(place, right, notebook)


@odd("originals were graded")
def edited_grade_cell(place, right):
    notebook = copy_of(right.solved)
    grade_cells(notebook)[0].source = "print('debugging')\nassert True"
    write(place, right, notebook)


@odd("marks by which grading finds its cells")
def unlocked_grade_cell(place, right):
    notebook = copy_of(right.solved)
    grade_cells(notebook)[0].metadata.nbgrader |= {"locked": False, "points": 100}
    write(place, right, notebook)


@odd("put back in their order", stock=LESS)
def preamble_at_the_end(place, right):
    notebook = copy_of(right.solved)
    cell = locked_cells(notebook)[0]
    notebook.cells.remove(cell)
    notebook.cells.append(cell)
    write(place, right, notebook)


@odd("put back as they had been handed out", stock=LESS)
def missing_preamble(place, right):
    notebook = copy_of(right.solved)
    notebook.cells.remove(locked_cells(notebook)[0])
    write(place, right, notebook)


@odd("recognised by the names", stock=LESS)
def solution_merged_into_the_preamble(place, right):
    notebook = copy_of(right.solved)
    preamble, solution = locked_cells(notebook)[0], solution_cells(notebook)[0]
    preamble.source += "\n" + solution.source
    notebook.cells.remove(solution)
    write(place, right, notebook)


@odd("still unsolved were left out", stock=ABORTS)
def unsolved_copy_below(place, right):
    notebook = copy_of(right.solved)
    cell, stub = solution_cells(notebook)[0], solution_cells(copy_of(right.released))[0]
    notebook.cells.insert(position(notebook, cell) + 1, copy_of(stub, id="copy"))
    write(place, right, notebook)


@odd("last one counts", stock=ABORTS)
def wrong_first_attempt_above(place, right):
    notebook = copy_of(right.solved)
    cell = solution_cells(notebook)[0]
    attempt = cell.source.replace("return", "return None and")
    notebook.cells.insert(position(notebook, cell), copy_of(cell, id="copy", source=attempt))
    write(place, right, notebook)


@odd("code again")
def solution_as_text(place, right):
    notebook = copy_of(right.solved)
    cell = solution_cells(notebook)[0]
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]
    write(place, right, notebook)


@odd("put back as they had been handed out", 1, LESS)
def deleted_solution(place, right):
    notebook = copy_of(right.solved)
    notebook.cells.remove(solution_cells(notebook)[0])
    write(place, right, notebook)


@odd("marks by which grading finds its cells", stock=LESS)
def stripped_marks(place, right):
    write(place, right, without_marks(copy_of(right.solved)))


@odd("recognised by the names", stock=LESS)
def stripped_marks_and_ids(place, right):
    write(place, right, without_ids(copy_of(right.solved)))


@odd("recognised by the names", stock=LESS)
def all_solutions_in_one_cell(place, right):
    notebook = without_ids(copy_of(right.solved))
    first, *others = [c for c in notebook.cells if c.source.startswith(("def ", "class "))]
    first.source = "\n\n\n".join(cell.source for cell in (first, *others))
    for cell in others:
        notebook.cells.remove(cell)
    write(place, right, notebook)


@odd("the last one before its check counts", stock=LESS)
def two_answers_without_marks(place, right):
    notebook = without_ids(copy_of(right.solved))
    cell = next(c for c in notebook.cells if c.source.startswith("def "))
    notebook.cells.append(new_code_cell(cell.source + "\n# or like this?"))
    del notebook.cells[-1]["id"]
    write(place, right, notebook)


@odd("taken as your own", stock=LOSES)
def own_grade_cell(place, right):
    notebook = copy_of(right.solved)
    marks = grade_cells(notebook)[0].metadata.nbgrader | {"grade_id": "mine", "points": 100}
    notebook.cells.append(new_code_cell("assert True", metadata={"nbgrader": marks}))
    write(place, right, notebook)


@odd("marks by which grading finds its cells", stock=ABORTS)
def newer_marks(place, right):
    notebook = copy_of(right.solved)
    for cell in grade_cells(notebook):
        cell.metadata.nbgrader.schema_version = 99
        cell.metadata.nbgrader.locked = None
    write(place, right, notebook)


@odd("Tags that change how cells run", stock=LESS)
def execution_tags(place, right):
    notebook = copy_of(right.solved)
    for cell in solution_cells(notebook):
        cell.metadata["tags"] = ["skip-execution"]
    for cell in grade_cells(notebook):
        cell.metadata["tags"] = ["raises-exception"]
    write(place, right, notebook)


@odd("another language")
def foreign_kernel(place, right):
    notebook = copy_of(right.solved)
    notebook.metadata["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    write(place, right, notebook)


@odd("written in R; expected Python", ALL, LESS)
def written_in_r(place, right):
    notebook = copy_of(right.released)
    notebook.metadata["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    for cell in solution_cells(notebook):
        cell.source = "f <- function(x) { x }"
    write(place, right, notebook)


# --- The names of files ------------------------------------------------------------------------


@odd("graded as", stock=LOSES)
def renamed_by_a_browser(place, right):
    path_of(place, right).rename(place / f"{right.name} (1).ipynb")


@odd("graded as", stock=SKIPS)
def renamed_in_capitals(place, right):
    path_of(place, right).rename(place / f"{right.name.upper()}.IPYNB")


@odd("graded as", stock=SKIPS)
def renamed_as_text(place, right):
    path_of(place, right).rename(place / f"{right.name}.ipynb.txt")


@odd("graded as", stock=SKIPS)
def renamed_with_a_space_behind(place, right):
    path_of(place, right).rename(place / f"{right.name}.ipynb ")


@odd("graded as", stock=LOSES)
def untitled(place, right):
    path_of(place, right).rename(place / "Untitled3.ipynb")


@odd("holds no answers", stock=LESS)
def copy_beside_a_blank_original(place, right):
    path_of(place, right).rename(place / f"{right.name}-Copy1.ipynb")
    write(place, right, right.released)


@odd("under its right name counts")
def blank_copy_beside_the_original(place, right):
    nbformat.write(right.released, place / f"{right.name}-Copy1.ipynb")


@odd("saved last counts", stock=LOSES)
def two_renamed_copies(place, right):
    path_of(place, right).rename(place / f"{right.name} (2).ipynb")
    wrong = copy_of(right.solved)
    for cell in solution_cells(wrong):
        cell.source = cell.source.replace("return", "return None and")
    earlier = place / f"{right.name} (1).ipynb"
    nbformat.write(wrong, earlier)
    os.utime(earlier, (10**9, 10**9))


@odd("graded as", stock=LOSES)
def renamed_copy_beside_a_broken_original(place, right):
    path_of(place, right).rename(place / f"copy of {right.name}.ipynb")
    path_of(place, right).write_text('{"cells": [')


@odd("holds the cells of", ALL, LOSES)
def another_problem_under_its_name(place, right):
    write(place, right, right.other)


@odd("holds no cell of the notebook", ALL, LESS)
def another_course(place, right):
    write(place, right, nbformat.v4.new_notebook(cells=[new_code_cell("1 + 1")]))


# --- Folders -----------------------------------------------------------------------------------


def into(place, *folders):
    """Move all files of a submission into folders within it."""
    target = place.joinpath(*folders)
    files = list(place.iterdir())
    target.mkdir(parents=True)
    for file in files:
        file.rename(target / file.name)
    return target


@odd(stock=SKIPS)
def folder_around(place, right):
    into(place, right.assignment)


@odd(stock=SKIPS)
def unpacked_zip(place, right):
    target = into(place, "hand in", "hw")
    litter = place / "__MACOSX"
    litter.mkdir()
    (litter / f"._{right.name}.ipynb").write_bytes(b"\0\5\26\7")
    use_helpers(target, right)
    (target / "timestamp.txt").write_text("2001-01-01 00:00:00 UTC")
    (place / "timestamp.txt").write_text(TIME)


@odd("it is a folder", ALL, LOSES)
def folder_under_its_name(place, right):
    path_of(place, right).unlink()
    path_of(place, right).mkdir()
    (path_of(place, right) / "notes.txt").write_text("a folder that is not empty")


@odd("No notebook of", ALL, SKIPS)
def only_a_report(place, right):
    path_of(place, right).unlink()
    (place / "report.pdf").write_bytes(b"%PDF-1.7")


@odd("No notebook of", ALL, SKIPS)
def empty_folder(place, right):
    shutil.rmtree(place)
    place.mkdir()


@odd(stock=SKIPS)
def assignment_in_capitals(place, right):
    place.rename(place.with_name(right.assignment.upper() + " "))


@odd("Expected a folder", NO_GRADE, SKIPS)
def file_instead_of_a_folder(place, right):
    shutil.rmtree(place)
    place.write_text("notes")


@odd("links are not followed", NO_GRADE)
def link_instead_of_a_folder(place, right):
    elsewhere = place.parent.parent / "zzz-right" / right.assignment
    shutil.rmtree(place)
    place.symlink_to(elsewhere)


# --- What is no file, and what is too large ------------------------------------------------------


@odd("a link, and links are not followed", ALL)
def linked_notebook(place, right):
    path = path_of(place, right)
    path.unlink()
    path.symlink_to(place.parent.parent / "zzz-right" / right.assignment / path.name)


@odd("Links are not followed")
def links_beside(place, right):
    (place / "secret.txt").symlink_to("/etc/passwd")
    (place / "all").symlink_to("/")
    (place / "loop").symlink_to(place)


@odd("neither files nor folders", stock=LOSES)
def pipe_and_socket_beside(place, right):
    os.mkfifo(place / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        here = os.getcwd()
        os.chdir(place)  # paths of sockets are short
        try:
            server.bind("socket")
        finally:
            os.chdir(here)


@odd("neither a file nor a folder", ALL, HANGS)
def pipe_under_its_name(place, right):
    path_of(place, right).unlink()
    os.mkfifo(path_of(place, right))


@odd("Files of more than")
def large_file_beside(place, right):
    with open(place / "events.csv", "wb") as file:
        file.truncate(70 * 2**20)


# --- What notebooks load -------------------------------------------------------------------------


@odd()
def own_module(place, right):
    use_helpers(place, right)


@odd("Python's own or installed modules", stock=LOSES)
def modules_in_the_way(place, right):
    for name in ("numpy", "random", "ipykernel_launcher", "sitecustomize"):
        (place / f"{name}.py").write_text("raise SystemExit('mine')")
    (place / "torch").mkdir()
    (place / "torch" / "__init__.py").write_text("raise SystemExit('mine')")


@odd("not as the course has them; the course's own were used")
def changed_helper(place, right):
    helper = sorted(place.glob("*.py"))[0]
    helper.write_text("raise SystemExit('mine')")


@odd("not as the course has them; the course's own were used", stock=LOSES)
def folder_in_the_place_of_a_helper(place, right):
    helper = sorted(place.glob("*.py"))[0]
    helper.unlink()
    helper.mkdir()
    (helper / "notes.txt").write_text("a folder that is not empty")


@odd("names that cannot be kept")
def files_with_odd_names(place, right):
    for name in (b"l\xf6sung.csv", b"new\nline.txt", b"'quoted' \"twice\" `thrice`.txt", b"-rf"):
        (place / os.fsdecode(name)).write_text("odd")


# --- The time --------------------------------------------------------------------------------


@odd(stock=LOSES)
def time_in_words(place, right):
    (place / "timestamp.txt").write_text("just before midnight")


@odd()
def time_of_the_afternoon(place, right):
    (place / "timestamp.txt").write_text("01/02/2026 03:04:05 PM")


@odd()
def time_with_an_offset(place, right):
    (place / "timestamp.txt").write_text("2026-01-02 04:04:05 +0100\n")


@odd(stock=LOSES)
def time_out_of_range(place, right):
    (place / "timestamp.txt").write_text("99999999999999999999-01-01")


@odd(stock=LOSES)
def time_in_utf_16(place, right):
    (place / "timestamp.txt").write_bytes(TIME.encode("utf-16"))


@odd()
def empty_time(place, right):
    (place / "timestamp.txt").write_text("")


# --- Names of students -----------------------------------------------------------------------


def nothing_else(place, right):
    """The name of the student is what is odd."""


for name in ("ada lovelace", "zoë-学生", 'o\'brien "q" `w`', "-dash", "a+b@c.org", "{x}", "%s"):
    odd(student=name)(nothing_else)
for name in (".dot", "[bracket]"):
    odd(student=name, stock=SKIPS)(nothing_else)
odd("cannot be kept", NO_GRADE, ABORTS, student="new\nline")(nothing_else)
odd("cannot be kept", NO_GRADE, LOSES, student=os.fsdecode(b"not-\xff-unicode"))(nothing_else)


def hand_in(folder, student, right):
    """A right submission, with the files that came with the assignment."""
    place = Path(folder) / student / right.assignment
    shutil.copytree(right.release, place, ignore=shutil.ignore_patterns("*.ipynb"))
    write(place, right, right.solved)
    return place


def write_odd(folder, right, names=tuple(ODD)):
    """Hand in oddities, one student each, between two right submissions."""
    for student in ("aaa-right", *names, "zzz-right"):
        place = hand_in(folder, student, right)
        if student in ODD:
            ODD[student].make(place, right)
