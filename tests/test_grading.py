"""Grading with plain nbgrader: full, empty, partial, missing and damaged submissions."""

import csv
import re

import pytest

from tests.course import outputs
from tests.example_class import STUDENTS
from tests.notebooks import code_cells, grade_cells, grade_id, locked_cells, solution_cells

pytestmark = pytest.mark.slow


def total(scores):
    return sum(earned for earned, _ in scores.values())


def test_the_reference_earns_every_point(graded, assignment):
    scores = graded.scores(assignment, "example-full")
    assert all(earned == possible for earned, possible in scores.values())
    assert total(scores) == 100


def test_the_untouched_release_earns_nothing(graded, assignment):
    assert total(graded.scores(assignment, "example-untouched")) == 0


def test_the_untouched_release_fails_only_where_work_is_missing(graded, assignment):
    for notebook in graded.autograded(assignment, "example-untouched").values():
        for cell in [*solution_cells(notebook), code_cells(notebook)[0]]:
            assert cell.outputs == [], grade_id(cell)
        for cell in grade_cells(notebook):
            (error,) = outputs(cell, "error")
            assert error.ename == "NotWritten"
            assert "\n" not in error.evalue and "is not written yet" in error.evalue
        figure = locked_cells(notebook)[-1]
        assert [error.ename for error in outputs(figure, "error")] == ["NotImplementedError"]


def test_a_missing_notebook_costs_its_own_points_only(graded, assignment):
    scores = graded.scores(assignment, "lost-one")
    assert total(scores) == 80
    assert "problem1" not in " ".join(graded.autograded(assignment, "lost-one"))


def test_an_unreadable_notebook_costs_its_own_points_and_is_named(graded, assignment):
    assert total(graded.scores(assignment, "cut-off")) == 80
    (line,) = [line for line in graded.log.split("\n") if "could not be read" in line]
    assert re.search(r"submitted/cut-off/\w+/problem2_\w+\.ipynb", line)
    notebooks = graded.autograded(assignment, "cut-off")
    (damaged,) = [notebook for name, notebook in notebooks.items() if "problem2" in name]
    assert "could not be read" in damaged.cells[0].source


def test_what_was_submitted_stays_as_it_was(graded, assignment):
    text = next((graded.root / "submitted" / "cut-off" / assignment).glob("problem2*")).read_text()
    assert not text.rstrip().endswith("}")


def test_nothing_waits_for_manual_grading(graded, assignment):
    for student in STUDENTS[assignment]:
        for name, (earned, possible) in graded.scores(assignment, student).items():
            assert earned in (0, possible), (student, name)


def test_a_second_run_grades_nothing_again(graded, assignment):
    folder = graded.root / "autograded"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.ipynb")}
    assert graded.run("autograde", assignment).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.ipynb")} == before


def test_every_student_gets_feedback_pages(graded, assignment):
    result = graded.run("generate_feedback", assignment)
    assert result.returncode == 0, result.stdout
    for student in (*STUDENTS[assignment], "cut-off", "lost-one"):
        pages = {path.stem for path in (graded.root / "feedback" / student).rglob("*.html")}
        assert pages == set(graded.autograded(assignment, student))


def test_grades_are_exported_as_csv(graded, assignment):
    assert graded.run("export").returncode == 0
    with open(graded.root / "grades.csv") as file:
        rows = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert rows["example-full"] == 100
    assert rows["example-untouched"] == 0


def test_the_grade_table_shows_problems_points_and_missing_work(graded, assignment):
    result = graded.run("export", "--exporter=grading.gradetable.GradeTable", "--log-level=WARN")
    assert result.returncode == 0, result.stdout
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.split("\n") if line}
    assert rows["points"] == ["20"] * 5 + ["100"]
    assert rows["example-full"] == ["20"] * 5 + ["100"]
    assert rows["lost-one"] == ["missing"] + ["20"] * 4 + ["80"]
    assert f"autograded/<student>/{assignment}/" in result.stdout
    assert f"feedback/<student>/{assignment}/" in result.stdout
