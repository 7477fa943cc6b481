"""A student quotes a code in an appeal, by which the judgement is found and its answer shown."""

import re
from datetime import UTC, datetime

import pytest

from grading.adapters.appeal import Appeal
from grading.adapters.moves import Applied
from grading.engine.verdicts import Verdict
from grading.records.appeals import EXAMPLE, LETTERS, TaskOfStudent, appeals, read_code
from grading.records.gradebook import delete_submissions
from grading.records.receipts import Receipt
from tests.homeworks import needs
from tests.pages import words
from tests.small_course import SmallCourse, cell_of, graded_notebooks

NOTEBOOK = "problem1_pca"
PASSED = "fit_standardizer_uses_each_feature"
LOST = "pca_project_2d_takes_its_axes_from_fit_to"
TASK = TaskOfStudent("jürgen", "hw11", NOTEBOOK, LOST)
#: What a page says of a lost task: whose it is, its points, and the code.
QUOTE = re.compile(r'<span class="quote">(.*, )([A-Z0-9-]{14})</span>')


# --- Codes -------------------------------------------------------------------------------------


def test_a_code_stays_the_same_until_the_work_or_the_points_change():
    code = TASK.code("digest", 2)
    assert re.fullmatch(f"([{LETTERS}]{{4}}-){{2}}[{LETTERS}]{{4}}", code)
    assert code == TASK.code("digest", 2.0000000001)
    assert code.startswith(TASK.groups) and TASK.code("another", 2).startswith(TASK.groups)
    assert len({code, TASK.code("another", 2), TASK.code("digest", 1)}) == 3
    assert TaskOfStudent("jürgen", "hw11", NOTEBOOK, PASSED).groups != TASK.groups


@pytest.mark.parametrize(
    "text",
    ["7KQ4-M2XB-9DR4", "7kq4 m2xb 9dr4", "7KQ4M2XB9DR4", "al1, hw11, 0 of 8, 7KQ4-M2XB-9DR4"],
)
def test_a_code_is_read_however_it_was_typed(text):
    assert read_code(text) == EXAMPLE


def test_letters_that_look_like_digits_are_read_as_these():
    assert read_code("O1IL-0000-AAAA") == "0111-0000-AAAA"


@pytest.mark.parametrize("text", ["", "7KQ4-M2XB", "7KQ4-M2XB-9DR4-7", "UUUU-M2XB-9DR4", "ÄÖ"])
def test_what_is_no_code_is_not_taken_for_one(text):
    assert read_code(text) == ""


# --- From the page to the answer ---------------------------------------------------------------


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A student who has lost points in two of three tasks of a notebook, with a receipt."""
    needs("hw11")
    course = SmallCourse.at(tmp_path, "hw11")
    notebook = graded_notebooks("hw11")[NOTEBOOK]
    cell_of(notebook, LOST).metadata["verdict"] = Verdict("wrong", says="other axes").data()
    course.put(TASK.student, {NOTEBOOK: notebook}, [PASSED], last_name="O’Neil")
    Receipt(
        work="digest",
        checks="",
        notebook="",
        marks={},
        account={},
        tasks={LOST: {"points": 0, "of": 10, "kind": "wrong", "message": "other\naxes"}},
    ).write(tmp_path / "receipts" / TASK.student / "hw11" / f"{NOTEBOOK}.json")
    monkeypatch.chdir(tmp_path)
    return course


@pytest.fixture
def say(capsys):
    """Runs a command of this process; returns the lines that it shows."""

    def run(command, *arguments):
        app = command()
        app.initialize(list(arguments))
        capsys.readouterr()
        app.start()
        return capsys.readouterr().out.splitlines()

    return run


def quoted(course):
    """What the page of the notebook says to quote of the lost task, and its code."""
    pages = course.generate(TASK.student)
    found = QUOTE.findall(pages[NOTEBOOK])
    assert len(found) == 2, "a task that lost nothing has nothing to quote"
    assert all(
        "To quote in an appeal" not in words(pages[name]) for name in pages.keys() - {NOTEBOOK}
    )
    return next(one for one in found if one[1].startswith(TASK.groups))


def answer(course, points, comment):
    """Give points by hand, and a comment, as formgrader does."""
    with course.gradebook() as gradebook:
        where = NOTEBOOK, "hw11", TASK.student
        gradebook.find_grade(LOST, *where).manual_score = points
        gradebook.find_comment("pca_project_2d", *where).manual_comment = comment
        gradebook.db.commit()


def test_an_appeal_leads_from_the_page_to_the_table_of_what_has_moved(course, say):
    said, code = quoted(course)
    assert said == f"{TASK.student}, hw11, {NOTEBOOK}, pca_project_2d, 0 of 10 points, "
    day = datetime.now(UTC).date().isoformat()
    whose, judged, which, since, how = say(Appeal, code.lower())
    assert whose == f"{TASK.student} (O’Neil), hw11, {NOTEBOOK}, {LOST}"
    assert judged == "  It has 0 points; its check gave 0 of 10: other axes"
    assert which == "  The code is that of the present judgement."
    unanswered = "appealed with 0, no points have moved since (without a comment)"
    assert since == f"  {day}: {unanswered}"
    assert f"the submission of {TASK.student}" in how
    # Who asks twice has appealed once.
    say(Appeal, code)
    where = f"{TASK.student}, {NOTEBOOK}, {LOST}"
    assert say(Applied, "hw11", "--applied") == [f"{day} {where}: {unanswered}"]

    answer(course, 7, "You are right:\nany axes will do.")
    comment = "You are right: any axes will do."
    assert say(Applied, "hw11", "--applied") == [
        f"{day} {where}: appealed with 0, has 7 now ({comment})",
        f"by hand    {where}: 0 → 7 ({comment})",
    ]
    assert quoted(course)[1] != code
    assert "  The code is that of an earlier judgement, with 0 points." in say(Appeal, code)


def test_a_code_that_no_page_has_shown_notes_no_appeal(course, say):
    forged = f"{TASK.groups}-AAAA"
    assert quoted(course)[1] != forged
    said = " ".join(say(Appeal, forged))
    assert "The last four letters of the code fit no judgement that is kept" in said
    assert say(Applied, "hw11", "--applied") == [
        "hw11: no points have moved since they were booked first."
    ]


def test_a_code_that_nobody_has_ends_with_a_sentence(course, say, capsys):
    for text, sentence in (
        ("1111-1111-1111", "No task in the gradebook has the code 1111-1111-1111."),
        ("hello", "such as 7KQ4-M2XB-9DR4, found hello."),
    ):
        with pytest.raises(SystemExit):
            say(Appeal, text)
        assert sentence in capsys.readouterr().err
    assert say(Applied, "hw11", "--applied") == [
        "hw11: no points have moved since they were booked first."
    ]


def test_points_of_an_answer_that_only_a_person_grades_have_not_moved(course, say):
    with course.gradebook() as gradebook:
        gradebook.find_grade(LOST, NOTEBOOK, "hw11", TASK.student).auto_score = None
        gradebook.db.commit()
    answer(course, 7, "Well explained.")
    assert say(Applied, "hw11", "--applied") == [
        "hw11: no points have moved since they were booked first."
    ]


def test_an_appeal_goes_with_the_submission_that_is_withdrawn(course, say):
    say(Appeal, quoted(course)[1])
    with course.gradebook() as gradebook:
        assert len(appeals(gradebook)) == 1
        delete_submissions(gradebook, [gradebook.find_submission("hw11", TASK.student).id])
        assert appeals(gradebook) == {}
