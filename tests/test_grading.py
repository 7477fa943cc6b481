"""Grading with plain nbgrader: full, empty, partial, missing and damaged submissions."""

import csv
import re

import pytest
from nbgrader.utils import is_grade

from grading.course.gradecell import grade_id
from grading.course.notebooks import (
    code_cells,
    grade_cells,
    hand_graded_cells,
    locked_cells,
    solution_cells,
)
from tests.course import outputs
from tests.pages import found_in, one_line, secrets, words

pytestmark = pytest.mark.slow

#: The one of the class whose submission is damaged.
UNLUCKY = "example-unlucky"


@pytest.fixture(scope="module")
def automatic(source):
    """Points of each problem that need nobody who reads answers in words."""
    return [
        int(sum(cell.metadata.nbgrader.points for cell in grade_cells(notebook)))
        for _, notebook in sorted(source.items())
    ]


def total(scores):
    return sum(earned or 0 for earned, _ in scores.values())


def test_the_reference_earns_every_point_but_those_given_by_hand(graded, assignment, source):
    scores = graded.scores(assignment, "example-full")
    by_hand = {grade_id(cell) for nb in source.values() for cell in hand_graded_cells(nb)}
    assert all(
        earned == possible for name, (earned, possible) in scores.items() if name not in by_hand
    )
    assert by_hand <= scores.keys() and sum(possible for _, possible in scores.values()) == 100


def test_the_untouched_release_earns_nothing(graded, assignment):
    assert total(graded.scores(assignment, "example-untouched")) == 0


def test_the_untouched_release_fails_only_where_work_is_missing(graded, assignment):
    for notebook in graded.autograded(assignment, "example-untouched").values():
        for cell in [*solution_cells(notebook), code_cells(notebook)[0]]:
            assert cell.outputs == [], grade_id(cell)
        for cell in grade_cells(notebook):
            (error,) = outputs(cell, "error")
            assert error.ename == "NotWritten"
            assert "\n" not in error.evalue
            assert re.search("is not (written|answered) yet", error.evalue)
        # Figures need what is not written, and later ones what those that stopped had to make.
        errors = [e.ename for cell in locked_cells(notebook) for e in outputs(cell, "error")]
        missing = {"NotImplementedError", "NameError", "KeyError", "IndexError"}
        assert errors[0] == "NotImplementedError" and set(errors) <= missing, errors


def test_a_missing_and_an_unreadable_notebook_cost_their_own_points_only(
    graded, assignment, automatic
):
    assert total(graded.scores(assignment, UNLUCKY)) == sum(automatic[2:])
    assert "problem1" not in " ".join(graded.autograded(assignment, UNLUCKY))


def test_an_unreadable_notebook_is_named(graded, assignment):
    (line,) = [line for line in graded.log.split("\n") if "could not be read" in line]
    assert re.search(rf"{UNLUCKY}, problem2_\w+: ", line)
    assert re.search(rf"(?m)^Refused: {UNLUCKY} \(problem2_\w+\)\.$", graded.log)
    notebooks = graded.autograded(assignment, UNLUCKY)
    (damaged,) = [notebook for name, notebook in notebooks.items() if "problem2" in name]
    assert "could not be read" in damaged.cells[0].source


def test_what_was_submitted_stays_as_it_was(graded, assignment):
    text = next((graded.root / "submitted" / UNLUCKY / assignment).glob("problem2*")).read_text()
    assert not text.rstrip().endswith("}")


def test_a_task_earns_all_of_its_points_or_none(graded, assignment, students):
    for student in students:
        for name, (earned, possible) in graded.scores(assignment, student).items():
            assert (earned or 0) in (0, possible), (student, name)


def test_a_second_run_grades_nothing_again(graded, assignment):
    folder = graded.root / "autograded"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.ipynb")}
    assert graded.run("autograde", assignment).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.ipynb")} == before


@pytest.fixture(scope="module")
def returned(graded, assignment, students):
    """The pages that every student of the class gets back, by student and name."""
    result = graded.run("generate_feedback", assignment)
    assert result.returncode == 0, result.stdout
    folders = [graded.root / "feedback" / who / assignment for who in (*students, UNLUCKY)]
    return {
        folder.parent.name: {path.stem: path.read_text() for path in folder.glob("*.html")}
        for folder in folders
    }


def test_every_student_gets_a_page_per_notebook_and_one_to_start_from(graded, returned, assignment):
    for student, pages in returned.items():
        assert set(pages) == {*graded.autograded(assignment, student), "index"}


def test_the_first_page_says_what_was_earned_and_what_is_missing(graded, returned, assignment):
    for student, pages in returned.items():
        said = words(pages["index"])
        assert f"{total(graded.scores(assignment, student)):g} of 100 points" in said
        assert said.count("not handed in") == 6 - len(pages)
    assert "refused" in words(returned[UNLUCKY]["index"])


def test_pages_show_figures_and_what_is_likely_wrong(returned):
    for name, page in returned["example-full"].items():
        assert ('<img src="data:image/png;base64,' in page) == (name != "index")
    for name, page in returned["example-partial"].items():
        said = words(page)
        assert name == "index" or ("Expected" in said and "Likely mistake" in said), name
    untouched = returned["example-untouched"]
    assert all("is not written yet" in words(page) for page in untouched.values())


def test_no_page_of_the_class_shows_a_line_of_a_hidden_test(graded, returned, assignment):
    for student, pages in returned.items():
        cells = [
            cell
            for notebook in graded.autograded(assignment, student).values()
            for cell in notebook.cells
            if not is_grade(cell)
        ]
        own = one_line("\n".join(cell.source for cell in cells))
        secret = {line for line in secrets(assignment) if line not in own}
        assert len(secret) > 100
        for name, page in pages.items():
            assert found_in(page, secret) == set(), (student, name)


def test_grades_are_exported_as_csv(graded, assignment, automatic):
    assert graded.run("export").returncode == 0
    with open(graded.root / "grades.csv") as file:
        rows = {
            row["student_id"]: float(row["score"])
            for row in csv.DictReader(file)
            if row["assignment"] == assignment
        }
    assert rows["example-full"] == sum(automatic)
    assert rows["example-untouched"] == 0


def test_the_grade_table_shows_problems_points_and_missing_work(graded, assignment, automatic):
    result = graded.run(
        "export", "--exporter=grading.adapters.exports.GradeTable", "--log-level=WARN"
    )
    assert result.returncode == 0, result.stdout
    parts = [part.strip() for part in result.stdout.split("\n\n")]
    (table,) = [part for part in parts if part.startswith(f"{assignment} ")]
    rows = {line.split()[0]: line.split()[1:] for line in table.split("\n")}
    assert rows["points"] == ["20"] * 5 + ["100"]
    earned = list(map(str, automatic))
    assert rows["example-full"] == [*earned, str(sum(automatic))]
    assert rows[UNLUCKY] == ["missing", "0", *earned[2:], str(sum(automatic[2:]))]
    assert f"autograded/<student>/{assignment}/" in result.stdout
    assert f"feedback/<student>/{assignment}/" in result.stdout


def test_a_graded_class_is_reported_and_exported_from_the_command_line(
    graded, assignment, automatic
):
    for exporter, file in (
        ("adapters.exports.ClassReport", f"reports/{assignment}/report.html"),
        ("adapters.exports.CanvasGrades", f"canvas_{assignment}.csv"),
        ("adapters.exports.MoodleGrades", f"moodle_{assignment}.csv"),
    ):
        result = graded.run(
            "export", f"--exporter=grading.{exporter}", f"--assignment={assignment}"
        )
        assert result.returncode == 0, result.stdout
        assert (graded.root / file).exists()
    canvas = graded.root / f"canvas_{assignment}.csv"
    with open(canvas, newline="", encoding="utf-8-sig") as file:
        header, _, *rows = csv.reader(file)
    grades = {row[3]: row[header.index(assignment)] for row in rows}
    named = grades["example-full"], grades[UNLUCKY], grades["example-untouched"]
    assert named == (str(sum(automatic)), str(sum(automatic[2:])), "0")
    comments = graded.root / f"canvas_{assignment}_comments.csv"
    with open(comments, newline="", encoding="utf-8-sig") as file:
        said = {row[0]: row[-1] for row in csv.reader(file)}
    # Nobody in the class answers in words.
    lines = said.get("example-full", "").splitlines()
    assert all(re.fullmatch(r"in_words_\w+: 0 of 2 points\.", line) for line in lines)
    page = (graded.root / "reports" / assignment / "report.html").read_text()
    assert "example-" not in page
