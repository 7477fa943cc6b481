"""First the marks of a whole run, then what people see; what was not shown yet is shown later."""

import shutil

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from grading.adapters.formgrader import FILTERS, Pending
from grading.course.gradecell import grade_id
from grading.course.notebooks import read_notebook
from tests.own_course import ASSIGNMENT, OwnCourse, in_words, known
from tests.tiny import POINTS, RIGHT, TINY, WRONG, hand_in, tiny_course, write_source

pytestmark = pytest.mark.slow

FIRST, SECOND = TINY
MARKS_ONLY = "--JudgedExecute.pages=False"
#: A locked cell that is there to be looked at, and one that a student's function needs.
FIGURE = known(new_code_cell("print('seen', double(2))"), "figure", locked=True)
NEEDED = known(new_code_cell("shift = 0\nprint('shift', shift)"), "figure_of_shift", locked=True)
SHIFTED = "def {function}(x):\n    return {value} + shift"
WHY = in_words("why", "Why?", points=2)
STILL_TO_MAKE = "still to be made"


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """A course with marks of a class of three, without anything to see."""
    root = tmp_path_factory.mktemp("marked")
    course = OwnCourse.at(root)
    write_source(course, more=[FIGURE, WHY])
    source = read_notebook(course.source / f"{FIRST}.ipynb")
    source.cells.insert(3, NEEDED)
    nbformat.write(source, course.source / f"{FIRST}.ipynb")
    course.generate()
    hand_in(course, "ada", RIGHT, RIGHT)
    hand_in(course, "bob", f"print('mine')\n{WRONG}", RIGHT)
    hand_in(course, "cyd", SHIFTED, None)
    result = course.grade(MARKS_ONLY)
    assert result.returncode == 0, result.stdout
    *_, counts, _, last = result.stdout.splitlines()
    assert [counts, last] == [
        f"{ASSIGNMENT}, 3 submissions: 3 graded.",
        f"Marks are booked, outputs and figures are {STILL_TO_MAKE}: ada, bob, cyd. A run with "
        "pages makes them.",
    ]
    return course


@pytest.fixture(scope="module")
def shown(marked, tmp_path_factory):
    """The same course after a plain run."""
    root = tmp_path_factory.mktemp("shown") / "course"
    course = OwnCourse(shutil.copytree(marked.root, root))
    result = course.grade()
    assert result.returncode == 0 and STILL_TO_MAKE not in result.stdout
    assert "3 had been graded before" in result.stdout
    assert (
        f"Outputs and figures made of earlier marks: ada ({FIRST}, {SECOND}); bob" in result.stdout
    )
    return course


def path_of(course, student, name=FIRST):
    return course.root / "autograded" / student / ASSIGNMENT / f"{name}.ipynb"


def graded(course, student, name=FIRST):
    return nbformat.read(path_of(course, student, name), as_version=4)


def said(course, student, name=FIRST):
    """All that the cells of a graded notebook have printed."""
    cells = [cell for cell in graded(course, student, name).cells if cell.cell_type == "code"]
    return "".join(output.get("text", "") for cell in cells for output in cell.outputs)


def rows(course):
    """All that the gradebook says of grades."""
    with Gradebook(course.gradebook) as gradebook:
        return sorted(
            (s.student.id, n.name, g.name, g.auto_score, g.manual_score, g.needs_manual_grade)
            for s in gradebook.assignment_submissions(ASSIGNMENT)
            for n in s.notebooks
            for g in n.grades
        )


def test_marks_are_booked_before_anything_is_shown(marked):
    earned = {(who, name): points for who, name, cell, points, *_ in rows(marked) if points}
    assert earned["ada", FIRST] and earned["cyd", FIRST] and ("bob", FIRST) not in earned
    assert [said(marked, who) for who in ("ada", "bob", "cyd")] == ["", "", ""]
    assert graded(marked, "ada").metadata["grading"]["page"] == "pending"


def test_what_is_shown_later_changes_no_row(marked, shown):
    assert rows(marked) == rows(shown)
    assert "page" not in graded(shown, "ada").metadata["grading"]


def test_outputs_are_those_of_a_run_from_top_to_bottom(shown):
    assert said(shown, "ada") == "shift 0\nseen 4\n"
    assert said(shown, "bob") == "shift 0\nmine\nmine\nseen 3\n"


def test_verdicts_stay_where_a_notebook_is_shown(marked, shown):
    for course in (marked, shown):
        checks = [cell for cell in graded(course, "bob").cells if grade_id(cell).endswith("of_6")]
        kinds = [[output.output_type for output in cell.outputs] for cell in checks]
        assert kinds == [["error"], ["error"]]


def test_a_page_that_was_interrupted_before_its_file_was_in_place_is_made_again(
    marked, shown, tmp_path
):
    course = OwnCourse(shutil.copytree(shown.root, tmp_path / "course"))
    shutil.copy(path_of(marked, "ada"), path_of(course, "ada"))
    result = course.grade()
    assert result.returncode == 0 and "Graded again" not in result.stdout
    assert said(course, "ada") == said(shown, "ada") and rows(course) == rows(shown)


def test_points_given_by_hand_between_marks_and_pages_stay(marked, tmp_path):
    course = OwnCourse(shutil.copytree(marked.root, tmp_path / "course"))
    with Gradebook(course.gradebook) as gradebook:
        grade = gradebook.find_grade("why", FIRST, ASSIGNMENT, "ada")
        grade.manual_score, grade.needs_manual_grade = 2, False
        gradebook.db.commit()
    before = rows(course)
    assert course.grade().returncode == 0
    assert rows(course) == before and said(course, "ada")


def test_a_page_of_feedback_says_that_outputs_are_still_to_be_made(marked, shown, tmp_path):
    course = OwnCourse(shutil.copytree(marked.root, tmp_path / "course"))
    assert course.run("generate_feedback", ASSIGNMENT, "--student=ada").returncode == 0
    page = course.root / "feedback" / "ada" / ASSIGNMENT / f"{FIRST}.html"
    assert STILL_TO_MAKE in page.read_text() and f"{POINTS}" in page.read_text()


def test_formgrader_says_that_outputs_are_still_to_be_made(marked, shown):
    exporter = HTMLExporter(filters=FILTERS, preprocessors=[Pending])
    pages = [exporter.from_notebook_node(graded(c, "ada"))[0] for c in (marked, shown)]
    assert [STILL_TO_MAKE in page for page in pages] == [True, False]


def test_a_cell_that_asks_for_too_much_memory_is_noted_once_and_runs_for_its_page(tmp_path):
    course = tiny_course(tmp_path)
    too_much = f"print('begun')\nbytearray(1 << 50)\n{RIGHT}"
    hand_in(course, "ada", too_much, None)
    for options in ([MARKS_ONLY], []):
        result = course.grade(*options)
        assert result.returncode == 0, result.stdout
        ends = graded(course, "ada").metadata["grading"]["stopped"]
        assert [end["cell"] for end in ends] == list(TINY[FIRST])
        assert all("it asked for more than was left" in end["why"] for end in ends)
    assert "begun" in said(course, "ada")
    (check,) = (cell for cell in graded(course, "ada").cells if grade_id(cell) == "double_of_6")
    assert "compute in parts" in check.metadata["verdict"]["because"]
