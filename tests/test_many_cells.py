"""Notebooks of very many cells: they cost their own time, and no other student any."""

import sys
import time

import nbformat
import pytest
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell

from grading.course.notebooks import code_cells, read_notebook
from grading.engine import pictures
from grading.engine.clocks import Clock
from grading.intake.additions import additions
from grading.intake.cells import Released, restore
from grading.intake.notes import Notes
from tests.course import outputs
from tests.drawn import png
from tests.own_course import ASSIGNMENT, check, notebook_of, preamble, solution
from tests.small_course import cell_of
from tests.tiny import RIGHT, TINY, hand_in, tiny_course

#: So many that running them takes longer than `SECONDS`, again after each of 20 restarts.
MANY = 2_000
SECONDS = 4
#: The notebook that is handed in.
PROBLEM, _ = TINY


def test_the_clock_counts_what_passes_between_the_cells_once():
    clock = Clock(60, 300, 7)
    with clock.all_counts(), clock.all_counts():
        time.sleep(0.2)
        clock.spent += 0.15  # as a cell does
    assert 7.2 <= clock.spent < 7.34


def test_a_notebooks_time_includes_that_which_reading_it_took():
    assert Clock(60, 300, 300).over


def calls(function, *given):
    """How many calls of functions a call takes."""
    count = 0

    def tick(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tick)
    try:
        function(*given)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "cell",
    [
        lambda n: new_code_cell(
            f"def double(x): return {n}",
            metadata={"nbgrader": {"grade_id": "double", "solution": True}},
        ),
        lambda n: new_code_cell("pass", metadata={"nbgrader": {"grade_id": f"strange-{n}"}}),
        lambda n: new_code_cell("pass", metadata={"nbgrader": {"grade_id": "preamble"}}),
    ],
    ids=["copies of a solution", "strange marks", "copies of the preamble"],
)
def test_cells_are_put_back_without_comparing_each_with_each(cell):
    def handed_out():
        double = solution("double", "def double(x):\n    raise NotImplementedError")
        doubles = check("double_of_6", "assert double(6) == 12")
        return notebook_of(preamble("import math"), double, doubles)

    counts = []
    for many in (500, 2_000):
        notebook = handed_out()
        notebook.cells += [cell(number) for number in range(many)]
        counts.append(calls(restore, notebook, Released(handed_out()), Notes()))
    assert counts[1] < 6 * counts[0], "four times the cells took more than six times the calls"


def test_statements_that_were_added_to_a_cell_are_each_read_once():
    counts = []
    for many in (500, 2_000):
        counts.append(calls(additions, "SEED = 1\n" + "x = 1\n" * many, "SEED = 1"))
    assert counts[1] < 6 * counts[0], "four times the statements took more than six times the calls"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Hostile students around right ones, one of whom has 100 cells of his own."""
    course = tiny_course(
        tmp_path_factory.mktemp("many"), f"\nc.JudgedExecute.notebook_time = {SECONDS}\n"
    )
    show = "from IPython.display import display\nfor _ in range(9000): display(1)"
    draw = (
        "import base64\nfrom IPython.display import Image, display\n"
        f"display(Image(base64.b64decode({png(5000, 5000)!r})))"
    )
    picture = {"a.png": {"image/png": png()}}
    cells = {
        "a_right": [],
        "b_ends": [
            *[new_code_cell("pass")] * (MANY - 30),
            *[new_code_cell("import os; os._exit(0)")] * 30,
        ],
        "c_right": [new_code_cell("x = 1")] * 100,
        "d_shows": [new_code_cell(show)] * 40,
        "e_texts": [new_markdown_cell("![](attachment:a.png)", attachments=picture)] * 1_500,
        "f_lines": [new_code_cell("\n" * 15_900_000)],
        "g_prints": [new_code_cell("print(1)")] * 1_000,
        "h_right": [],
        "i_draws": [new_code_cell(draw)] * 10,
    }
    for student, extra in cells.items():
        path = hand_in(course, student, RIGHT, None) / f"{PROBLEM}.ipynb"
        notebook = read_notebook(path)
        notebook.cells[2:2] = [from_dict(cell | {"id": f"own-{n}"}) for n, cell in enumerate(extra)]
        nbformat.write(notebook, path)
    result = course.grade()
    assert result.returncode == 0, result.stdout
    course.log = result.stdout
    return course


@pytest.mark.slow
@pytest.mark.parametrize("student", ["a_right", "c_right", "h_right"])
def test_right_notebooks_keep_their_points(course, student):
    assert course.lost(ASSIGNMENT, student, PROBLEM) == set()


@pytest.mark.slow
def test_a_notebook_that_uses_up_its_time_says_so_in_its_cells(course):
    (notebook,) = course.autograded(ASSIGNMENT, "b_ends").values()
    receipt = notebook.metadata.grading
    assert SECONDS <= receipt.seconds < 4 * SECONDS  # two runs
    answer = cell_of(notebook, "half")
    (error,) = outputs(answer, "error")
    assert "was not run" in error.evalue


@pytest.mark.slow
def test_outputs_hold_no_more_pixels_than_a_page_may_have(course):
    (notebook,) = course.autograded(ASSIGNMENT, "i_draws").values()
    shown = [out.data for cell in code_cells(notebook) for out in outputs(cell, "display_data")]
    vast = [data for data in shown if pictures.first(data) and len(data["image/png"]) < 10_000]
    notes = [data for data in shown if "more than 100 million pixels" in data.get("text/plain", "")]
    assert len(vast) == 4 and len(notes) >= 6


@pytest.mark.slow
def test_graded_notebooks_stay_small(course):
    for path in (course.root / "autograded").rglob("*.ipynb"):
        assert path.stat().st_size < 48 << 20


@pytest.mark.slow
def test_every_page_of_feedback_is_written(course):
    assert course.run("generate_feedback", ASSIGNMENT).returncode == 0
    for page in (course.root / "feedback").rglob("*.html"):
        assert page.stat().st_size < 24 << 20
