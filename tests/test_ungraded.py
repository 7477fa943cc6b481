"""Notebooks in which nothing is graded: only text, or the student's own cells, or work by hand."""

import json
import urllib.request

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from grading.counts import counted
from grading.course.notebooks import read_notebook
from tests.course import Course
from tests.jupyter import jupyterlab

pytestmark = pytest.mark.slow


def marked(name, **more):
    roles = dict.fromkeys(("grade", "solution", "locked", "task"), False)
    return {"nbgrader": {"grade_id": name, "schema_version": 3} | roles | more}


def notebook(*cells):
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=list(cells), metadata={"kernelspec": kernel})


ANSWER = "def half(x):\n    ### BEGIN SOLUTION\n    return x / 2\n    ### END SOLUTION"
SCHEME = "Draw it.\n\n=== BEGIN MARK SCHEME ===\n\nAxes.\n\n=== END MARK SCHEME ==="
NOTEBOOKS = {
    "text": notebook(new_markdown_cell("# Read this\n\nOnly text.")),
    "own": notebook(new_markdown_cell("# Try it"), new_code_cell("1 + 1")),
    "empty": notebook(),
    "given": notebook(
        new_code_cell("import numpy as np", metadata=marked("preamble", locked=True)),
        new_code_cell(ANSWER, metadata=marked("half", solution=True)),
    ),
    "words": notebook(
        new_markdown_cell("Why?", metadata=marked("why", grade=True, solution=True, points=5))
    ),
    "drawing": notebook(
        new_markdown_cell(SCHEME, metadata=marked("draw", task=True, locked=True, points=3))
    ),
    "zero": notebook(
        new_code_cell("assert True", metadata=marked("zero", grade=True, locked=True, points=0))
    ),
    "graded": notebook(
        new_code_cell(ANSWER, metadata=marked("half", solution=True)),
        new_code_cell(
            "assert half(4) == 2", metadata=marked("halves", grade=True, locked=True, points=4)
        ),
    ),
}
ASSIGNMENTS = {
    "nothing": ("text", "own", "empty", "given"),
    "by_hand": ("words", "drawing", "text"),
    "no_points": ("zero",),
    "mixed": tuple(NOTEBOOKS),
}
STUDENTS = ("ann", "bob\u202egnp\u200b", "cyd")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Ann hands in everything as it was given out, Bob all but the first notebook, Cyd nothing."""
    course = Course.copy_to(tmp_path_factory.mktemp("ungraded"))
    for folder in ("source", "release"):
        (course.root / folder).rename(course.root / f"other_{folder}")
    for assignment, names in ASSIGNMENTS.items():
        folder = course.root / "source" / assignment
        folder.mkdir(parents=True)
        for name in names:
            nbformat.write(NOTEBOOKS[name], folder / f"{name}.ipynb")
        succeeds(course, "generate_assignment", assignment)
        for student, handed in zip(STUDENTS, (names, names[1:], ()), strict=True):
            folder = course.root / "submitted" / student / assignment
            folder.mkdir(parents=True)
            for name in handed:
                released = read_notebook(course.root / "release" / assignment / f"{name}.ipynb")
                if name == "own":
                    released.cells = [new_code_cell("print('all my own')")]
                nbformat.write(released, folder / f"{name}.ipynb")
    return course


def succeeds(course, *command):
    result = course.run(*command)
    assert result.returncode == 0 and "Traceback" not in result.stdout, result.stdout
    return result.stdout


@pytest.fixture(scope="module")
def said(course):
    """What each run of grading says, by assignment."""
    return {name: succeeds(course, "autograde", name) for name in ASSIGNMENTS}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_whoever_hands_in_such_notebooks_is_refused_nothing(said, name):
    names = ASSIGNMENTS[name]
    line = next(line for line in said[name].split("\n") if line.startswith("ann: "))
    assert f"{len(names)} of {counted(len(names), 'notebook')}" in line and "refused" not in line
    assert "ann" not in said[name].split("Refused: ")[-1]


def test_an_id_is_shown_without_letters_that_turn_the_line_round(said, course):
    log = succeeds(course, "export", "--exporter=grading.adapters.exports.GradeTable")
    for text in (*said.values(), log):
        assert "\u202e" not in text and "\u200b" not in text
        assert "bob\ufffdgnp\ufffd" in text


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_page_of_feedback_is_written(said, course, name):
    succeeds(course, "generate_feedback", name)
    pages = course.root / "feedback" / "ann" / name
    assert {page.stem for page in pages.glob("*.html")} == {"index", *ASSIGNMENTS[name]}
    for page in pages.parent.parent.rglob("*.html"):
        assert "\u202e" not in page.read_text() and "NaN" not in page.read_text()


def test_what_students_wrote_beside_it_is_shown(said, course):
    succeeds(course, "generate_feedback", "nothing")
    page = (course.root / "feedback" / "ann" / "nothing" / "own.html").read_text()
    assert "all my own" in page


@pytest.mark.parametrize(
    "exporter",
    [
        "grading.adapters.exports.GradeTable",
        "grading.adapters.exports.CanvasGrades",
        "grading.adapters.exports.MoodleGrades",
        "grading.adapters.exports.ClassReport",
        "nbgrader.plugins.CsvExportPlugin",
    ],
)
def test_every_export_works(said, course, exporter):
    log = succeeds(course, "export", f"--exporter={exporter}")
    assert "Warning" not in log and "nan" not in log


def test_moodles_worksheet_takes_an_assignment_without_points(said, course):
    sheet = course.root / "sheet.csv"
    sheet.write_text(
        "Identifier,Full name,Username,Email address,Grade,Maximum Grade,"
        "Last modified (grade),Feedback comments\n"
        "Participant 1,Ann,ann,,,100.00,,\n"
    )
    succeeds(
        course,
        "export",
        "--exporter=grading.adapters.exports.MoodleWorksheet",
        "--assignment=nothing",
        f"--MoodleWorksheet.worksheet={sheet}",
        "--MoodleWorksheet.scale=True",
    )


def test_formgrader_opens_all_of_it(said, course, tmp_path):
    with jupyterlab(course.root, tmp_path / "instructor") as server:

        def fetch(place):
            with urllib.request.urlopen(f"{server}/formgrader/{place}") as page:
                return page.read().decode()

        assert len(json.loads(fetch("api/assignments"))) == len(ASSIGNMENTS)
        for assignment, names in ASSIGNMENTS.items():
            fetch(f"gradebook/{assignment}")
            fetch(f"api/notebooks/{assignment}")
            fetch(f"api/submissions/{assignment}")
            with Gradebook(course.gradebook) as gradebook:
                found = gradebook.find_submission(assignment, "ann").notebooks
                identities = [notebook.id for notebook in found]
            assert len(identities) == len(names)
            for identity in identities:
                assert "statusmessage" in fetch(f"submissions/{identity}/")
