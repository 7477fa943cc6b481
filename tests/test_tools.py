"""What students do gets the same verdicts whatever program they work in."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from grading.course.answers import fill_in
from grading.course.notebooks import ROOT, code_cells, read_notebooks
from grading.intake.cells import Released, restore
from grading.intake.notes import Notes
from grading.intake.reading import read_submitted
from tests.doubling import ALL, DOUBLE, STUB, answered, cell_of, handed_out, passed_in
from tests.own_course import ASSIGNMENT
from tests.tiny import TINY, solved, tiny_course
from tests.tools import TOOLS

WRONG = "def double(x):\n    return x"


@pytest.fixture(params=TOOLS)
def tool(request):
    return TOOLS[request.param]


# --- What students do ------------------------------------------------------------------------


def nothing(notebook):
    """A right notebook."""


def adds_an_import(notebook):
    preamble = cell_of(notebook, "preamble")
    preamble.source = f"import math\n{preamble.source}"
    cell_of(notebook, "double").source = "def double(x):\n    return math.floor(2 * x)"


def adds_a_helper_to_a_check(notebook):
    check = cell_of(notebook, "double_of_2")
    check.source = f"def helper(x):\n    return x + x\n\n{check.source}"
    cell_of(notebook, "double").source = "def double(x):\n    return helper(x)"


def changes_a_check(notebook):
    cell_of(notebook, "double_of_2").source = "assert True"


def deletes_a_check(notebook):
    notebook.cells.remove(cell_of(notebook, "double_of_2"))


def deletes_an_answer(notebook):
    notebook.cells.remove(cell_of(notebook, "double"))


def leaves_the_stub(notebook):
    cell_of(notebook, "double").source = STUB.format("double")


def moves_cells(notebook):
    check = cell_of(notebook, "triple_of_2")
    notebook.cells.remove(check)
    notebook.cells.insert(1, check)


def answers_in_a_cell_of_their_own(notebook):
    cell_of(notebook, "double").source = STUB.format("double")
    place = notebook.cells.index(cell_of(notebook, "double_of_2"))
    notebook.cells.insert(place + 1, new_code_cell(DOUBLE))


def answers_in_one_cell_at_the_end(notebook):
    answers = [cell_of(notebook, name).source for name in ("double", "triple")]
    for name in ("double", "triple"):
        cell_of(notebook, name).source = STUB.format(name)
    notebook.cells.append(new_code_cell("\n\n\n".join(answers)))


def keeps_a_first_try_above(notebook):
    notebook.cells.insert(1, new_code_cell(WRONG))


def tries_at_the_end(notebook):
    notebook.cells.append(new_code_cell(f"# playing around\n{WRONG}"))


def quotes_a_function(notebook):
    notebook.cells.insert(1, new_markdown_cell(f"As in the book:\n\n{WRONG}"))


def copies_an_answer(notebook):
    place = notebook.cells.index(cell_of(notebook, "double"))
    copied = nbformat.from_dict(notebook.cells[place] | {"source": WRONG})
    notebook.cells.insert(place, copied)


def splits_an_answer(notebook):
    place = notebook.cells.index(cell_of(notebook, "double"))
    notebook.cells.insert(place, nbformat.from_dict(notebook.cells[place] | {"id": "first"}))
    notebook.cells[place].source = "FACTOR = 2"
    notebook.cells[place + 1].source = "def double(x):\n    return FACTOR * x"


def leaves_the_raise_line(notebook):
    cell_of(notebook, "double").source = f"{STUB.format('double')}\n    return 2 * x"


def leaves_the_marks_of_a_merge(notebook):
    cell_of(notebook, "double").source = f"<<<<<<< local\n{DOUBLE}\n=======\n>>>>>>> remote"


def answers_beside_the_cell_for_words(notebook):
    cell = cell_of(notebook, "why")
    notebook.cells.insert(notebook.cells.index(cell) + 1, new_markdown_cell(cell.source))
    cell.source = "YOUR ANSWER HERE"


def makes_text_of_an_answer(notebook):
    cell = cell_of(notebook, "double")
    cell.cell_type = "markdown"
    for part in ("outputs", "execution_count"):
        cell.pop(part, None)


WITHOUT_DOUBLE = ["triple", "end"]
#: What students do, each with the checks that pass.
DONE = {
    nothing: ALL,
    adds_an_import: ALL,
    adds_a_helper_to_a_check: ALL,
    changes_a_check: ALL,
    deletes_a_check: ALL,
    deletes_an_answer: WITHOUT_DOUBLE,
    leaves_the_stub: WITHOUT_DOUBLE,
    moves_cells: ALL,
    answers_in_a_cell_of_their_own: ALL,
    answers_in_one_cell_at_the_end: ALL,
    keeps_a_first_try_above: ALL,
    tries_at_the_end: ALL,
    quotes_a_function: ALL,
    copies_an_answer: ALL,
    splits_an_answer: ALL,
    leaves_the_raise_line: WITHOUT_DOUBLE,
    leaves_the_marks_of_a_merge: WITHOUT_DOUBLE,
    answers_beside_the_cell_for_words: ALL,
    makes_text_of_an_answer: ALL,
}
#: What cannot be told any more where the marks are gone, and costs its own task.
NEEDS_MARKS = {makes_text_of_an_answer: WITHOUT_DOUBLE}


@pytest.mark.parametrize("do", DONE, ids=lambda do: do.__name__)
def test_a_program_changes_no_verdict(tool, do, tmp_path):
    save, has_marks = tool
    path = tmp_path / "problem1.ipynb"
    handed = answered()
    do(handed)
    path.write_bytes(save(handed))
    notes = Notes()
    notebook = read_submitted(path, notes)
    restore(notebook, Released(handed_out()), notes)
    nbformat.validate(notebook)
    expected = DONE[do] if has_marks else NEEDS_MARKS.get(do, DONE[do])
    assert passed_in(notebook) == expected, notes.sentences()
    assert cell_of(notebook, "why").source == "Because."


# --- The homework itself ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def homework(assignment):
    """The solved and the released notebooks of an assignment, by name."""
    released = read_notebooks(ROOT / "release" / assignment)
    solved = dict(fill_in(assignment, name.split("_")[0]) for name in released)
    return solved, {name: Released(notebook) for name, notebook in released.items()}


def lines_of_code(notebook):
    return [cell.source.splitlines() for cell in code_cells(notebook)]


def test_all_code_of_the_homework_comes_back_from_any_program(tool, homework, tmp_path):
    save, _ = tool
    for name, notebook in homework[0].items():
        path = tmp_path / f"{name}.ipynb"
        path.write_bytes(save(notebook))
        back = read_submitted(path, Notes())
        restore(back, homework[1][name], Notes())
        nbformat.validate(back)
        # Cells of the program itself may stand between them.
        wanted = lines_of_code(notebook)
        assert [lines for lines in lines_of_code(back) if lines in wanted] == wanted, name


# --- From file to points -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course in which a student of each program has handed in right work."""
    course = tiny_course(tmp_path_factory.mktemp("tools"))
    for number, (save, _) in enumerate(TOOLS.values()):
        folder = course.root / "submitted" / f"student{number}" / ASSIGNMENT
        folder.mkdir(parents=True)
        for name in TINY:
            (folder / f"{name}.ipynb").write_bytes(save(solved(course, name)))
    result = course.grade()
    assert result.returncode == 0, result.stdout
    return course


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(TOOLS)), ids=list(TOOLS))
def test_right_work_from_any_program_earns_every_point(graded, number):
    for name in TINY:
        assert graded.lost(ASSIGNMENT, f"student{number}", name) == set()
