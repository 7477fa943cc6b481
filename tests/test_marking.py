"""Grading by hand: the rubric of an answer, and comments that are ready to be given to many."""

import pytest
from markupsafe import Markup, escape

from grading.course.cells import is_grade, is_solution
from grading.course.comments import FILE, CommentsUnreadable, ready_comments
from grading.course.gradecell import grade_id
from grading.course.notebooks import ROOT, assignments, read_notebooks
from grading.course.rubrics import PAGES, read_points, rubric
from grading.outputs.marking.offers import COMMENT, Offers, put_in

BY_HAND = [
    (assignment, name, grade_id(cell), cell.metadata.nbgrader.points)
    for assignment in assignments()
    for name, notebook in read_notebooks(ROOT / "source" / assignment).items()
    for cell in notebook.cells
    if is_grade(cell) and is_solution(cell)
]
RUBRIC = """# Page

## The question: model answer and rubric of `why` (2 points)

Take nothing off for *language*.

| points | for |
| --- | --- |
| 1½ | the <b>reason</b>, or \\| "a cause" |
| ½ | its size |

## Another rubric, of `what`

| points | for |
| --- | --- |
| all | no number of points |
"""


@pytest.fixture
def root(tmp_path):
    """A course with a page for teaching."""
    (tmp_path / PAGES).mkdir(parents=True)
    (tmp_path / PAGES / "ps1_problem1.md").write_text(RUBRIC)
    return tmp_path


# --- Rubrics -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("homework", "notebook", "cell", "points"), BY_HAND)
def test_every_answer_in_words_has_a_rubric_that_gives_all_its_points(
    homework, notebook, cell, points
):
    found = rubric(ROOT, homework, notebook, cell)
    assert found, "its page in docs/teaching/ needs a heading: rubric of `" + cell + "`"
    assert sum(row.points for row in found.rows) == points


def test_a_rubric_is_the_table_below_the_heading_that_names_the_task(root):
    found = rubric(root, "ps1", "problem1_words", "why")
    rows = [(row.points, row.label, row.words) for row in found.rows]
    assert rows == [(1.5, "1½", 'the <b>reason</b>, or | "a cause"'), (0.5, "½", "its size")]
    assert found.notes == "Take nothing off for *language*."


@pytest.mark.parametrize(
    ("notebook", "cell"),
    [("problem1_words", "what"), ("problem1_words", "how"), ("problem2", "why")],
)
def test_a_task_without_such_a_table_has_no_rubric(root, notebook, cell):
    assert rubric(root, "ps1", notebook, cell) is None


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("2", 2),
        (" 0.5 ", 0.5),
        ("½", 0.5),
        ("1 ½", 1.5),
        ("", None),
        ("points", None),
        ("---", None),
    ],
)
def test_points_are_read_as_they_are_written_in_tables(text, points):
    assert read_points(text) == points


# --- Comments ----------------------------------------------------------------------------------


def comments_of(root, text):
    (root / FILE).write_text(text)
    return ready_comments(root)


def test_the_comments_of_the_course_can_be_read_and_name_places_that_there_are():
    # A homework that was removed from the course may have left its comments.
    found = [one for one in ready_comments(ROOT) if one.place.split("/")[0] in ("", *assignments())]
    tasks = [
        (assignment, name, grade_id(cell))
        for assignment in assignments()
        for name, notebook in read_notebooks(ROOT / "source" / assignment).items()
        for cell in notebook.cells
        if is_solution(cell)
    ]
    assert found and all(any(one.fits(*task) for task in tasks) for one in found)


def test_a_comment_is_offered_at_its_place_alone(root):
    text = '[[comment]]\nname = "n"\ntext = "t"\n'
    (everywhere,) = comments_of(root, text)
    (here,) = comments_of(root, f'{text}for = "ps1/problem1_*"\n')
    assert everywhere.fits("ps2", "problem1_a", "f")
    assert here.fits("ps1", "problem1_a", "f") and not here.fits("ps1", "problem2_a", "f")


def test_a_course_without_a_file_has_no_comments(root):
    assert ready_comments(root) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[comment]", "cannot be read"),
        ('[comment]\nname = "n"', "expected [[comment]], in two brackets"),
        ('[[comment]]\nname = "n"', 'comment 1: expected name = "…" and text = "…"'),
        ('[[comment]]\nname = "n"\ntext = "t"\nfro = "hw11"', "found name, text, fro"),
        ('[[comment]]\nname = "n"\ntext = 3', "found name, text"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(root, text, sentence):
    with pytest.raises(CommentsUnreadable) as refused:
        comments_of(root, text)
    assert FILE in str(refused.value) and sentence in str(refused.value)


# --- What formgrader's page gets ---------------------------------------------------------------


def offered(root, cell="why", by_hand=True):
    made = Offers(root, "ps1", "problem1_words")
    return made.at(cell, by_hand, lambda text: Markup("<p>{}</p>").format(escape(text)))


def test_nothing_that_a_file_says_is_markup_of_the_page(root):
    comments_of(root, """[[comment]]\nname = "<i>"\ntext = '"><script>'\n""")
    page = offered(root)
    assert "<b>" not in page and "<i>" not in page and "<script" not in page
    assert 'data-line="* 1½: the &lt;b&gt;reason' in page
    assert 'data-points="1.5"' in page


def test_what_is_offered_stands_before_the_comment_of_the_answer(root):
    answer = f"<p>{COMMENT}</p>{COMMENT}the box</div>"
    offer = Markup("<b>offer</b>")
    assert put_in(answer, offer) == f"<p>{COMMENT}</p>{offer}{COMMENT}the box</div>"


def test_where_there_is_nothing_to_offer_the_page_is_as_it_was(root):
    assert offered(root, by_hand=False) == ""


def test_a_file_of_comments_with_a_mistake_leaves_the_rubric_and_says_what_is_wrong(root):
    (root / FILE).write_text("[[comment]")
    assert "No ready comments: comments.toml cannot be read" in offered(root)
    assert "course-rubric" in offered(root)
