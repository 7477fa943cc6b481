"""Questions that students answer before a cell is run: their forms, their checks, their grades."""

import copy

import nbformat
import numpy as np
import pytest
from nbgrader.api import Gradebook

import cases
import checks
import questions
from answers import Between
from calls import CheckFailed, NotThere, NotWritten
from grading.course.notebooks import hand_graded_cells, read_notebook
from grading.course.solutions import unanswered
from questions import Choice, Number, Order, Question
from tests.own_course import ASSIGNMENT, OwnCourse, check, in_words, solution

COUNT = Question("how many", Number(1, 22, whole=True), Between(14, 16), "the curve says so")
SHARE = Question("which share", Number(0, 1), 0.25, "one in four")
WHICH = Question("which network", Choice("linear", "sigmoid"), "linear", "it has no bound")
RANKS = Question("in which order", Order("PCA", "k-means"), ["k-means", "PCA"], "see the table")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (COUNT, 14),
        (COUNT, 16.0),
        (COUNT, np.int64(15)),
        (SHARE, 1 / 4),
        (SHARE, np.float32(0.25)),
        (WHICH, " Linear "),
        (RANKS, ["K-Means", "pca"]),
        (RANKS, ("k-means", "PCA")),
    ],
)
def test_a_right_answer_passes_in_each_way_to_write_it(question, answer):
    question.judge("guess", answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [(COUNT, 13), (SHARE, 0.26), (WHICH, "sigmoid"), (RANKS, ["PCA", "k-means"])],
)
def test_a_wrong_answer_is_told_why_and_not_what_is_right(question, answer):
    with pytest.raises(CheckFailed) as failure:
        question.judge("guess", answer)
    assert failure.value.verdict["reason"] == question.because
    assert failure.value.verdict["expected"] == "another answer"
    assert "guess" in str(failure.value)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (COUNT, "15"),
        (COUNT, 14.5),
        (COUNT, 23),
        (COUNT, True),
        (COUNT, [14, 15, 16]),
        (COUNT, np.array([15])),
        (SHARE, float("nan")),
        (SHARE, {}),
        (WHICH, "quadratic"),
        (WHICH, 1),
        (RANKS, ["PCA"]),
        (RANKS, ["PCA", "PCA"]),
        (RANKS, "PCA, k-means"),
    ],
)
def test_an_answer_of_another_form_is_told_the_form(question, answer):
    for asked in (question, questions.unpacked(questions.packed(question))):
        with pytest.raises(CheckFailed) as failure:
            asked.judge("guess", answer)
        assert failure.value.verdict["expected"] == question.form.words()


@pytest.mark.parametrize(
    ("question", "answer", "likely"),
    [
        (SHARE, (0, 7), "a decimal point is a point, not a comma"),
        (SHARE, 70, "this number does not lie from 0 to 1"),
        (COUNT, 2.5, "this is no whole number"),
        (SHARE, "0.7", "another form"),
        (RANKS, ["PCA", "k-mean"], "'k-mean' is none of the texts"),
        (RANKS, ["PCA"], "another form"),
    ],
)
def test_what_is_wrong_with_the_form_of_an_answer_is_told(question, answer, likely):
    with pytest.raises(CheckFailed, match=likely):
        question.judge("guess", answer)


@pytest.mark.parametrize("question", [COUNT, WHICH, RANKS])
def test_what_is_not_answered_yet_is_said_to_be_so(question):
    for nothing in (None, ...):
        with pytest.raises(NotWritten, match=r"guess is not answered yet: write .* in its cell"):
            question.judge("guess", nothing)


@pytest.mark.parametrize("right", [30, "fifteen", Between(14, 30)])
def test_a_right_answer_that_no_student_may_write_is_refused(right):
    with pytest.raises(ValueError, match="right answer must be a whole number from 1 to 22"):
        Question("how many", Number(1, 22, whole=True), right)


def test_texts_are_not_listed_in_the_right_order_which_their_message_would_show():
    with pytest.raises(ValueError, match="list them in another one"):
        Question("in which order", Order("k-means", "PCA"), ["k-means", "PCA"])


def test_students_have_the_form_of_a_question_and_not_its_answer(tmp_path, monkeypatch, capsys):
    path = tmp_path / "cases.zip"
    path.write_bytes(cases.written({"count_guess": COUNT, "which_guess": WHICH}))
    assert b"curve" not in path.read_bytes()
    for function in (cases.names, cases.rules, cases.read, cases.question):
        monkeypatch.setattr(function, "__defaults__", (path,))
    names = {"checks": checks, "count_guess": 3, "which_guess": None, "__name__": "__main__"}
    exec("checks.check(count_guess)", names)
    assert capsys.readouterr().out.startswith("✓ count_guess: 3. Whether this is right is told")
    with pytest.raises(NotWritten, match="which_guess is not answered yet"):
        exec("checks.check(which_guess)", names)
    with pytest.raises(NotThere, match="count_guess answers a question, of which there are no"):
        exec("checks.replay(count_guess, 1)", names)


def test_a_cell_of_a_question_runs_without_its_solution():
    cell = "guess = None  # a number\n### BEGIN SOLUTION\nguess = 3\n### END SOLUTION"
    assert unanswered(cell) == "guess = None  # a number"
    assert unanswered("### BEGIN SOLUTION\nguess = 3\n### END SOLUTION") is None
    assert (
        unanswered("def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION") is None
    )
    assert unanswered("guess = 3") is None


ASKED = "guess = None  # a number\n### BEGIN SOLUTION\nguess = 3\n### END SOLUTION"
JUDGED = """
assert guess is not None
### BEGIN HIDDEN TESTS
assert guess == 3
### END HIDDEN TESTS
"""


@pytest.mark.slow
def test_answers_are_graded_by_value_and_words_by_hand(tmp_path):
    course = OwnCourse.at(tmp_path)
    words = in_words("why", "### BEGIN SOLUTION\nBecause of noise.\n### END SOLUTION", 2)
    course.write("asks", solution("guess", ASKED), check("guess_is_three", JUDGED), words)
    course.generate()
    assert course.prove(ASSIGNMENT)[0] == 0
    released = course.released("asks")
    assert [cell.source for cell in hand_graded_cells(released)] == ["YOUR ANSWER HERE"]
    assert released.cells[0].source == "guess = None  # a number"
    assert course.run("generate_solution", ASSIGNMENT).returncode == 0
    solved = read_notebook(course.root / "solutions" / ASSIGNMENT / "asks.ipynb")
    assert solved.cells[2].source == "Because of noise."
    for student, text in (("ann", "guess = 3"), ("bob", "guess = 4"), ("cid", "")):
        handed = copy.deepcopy(released)
        if text:
            handed.cells[0].source, handed.cells[2].source = text, "Noise, I think."
        folder = course.root / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(handed, folder / "asks.ipynb")
    result = course.grade()
    assert result.returncode == 0, result.stdout
    with Gradebook(course.gradebook) as gradebook:
        found = {
            student: [
                gradebook.find_grade(name, "asks", ASSIGNMENT, student)
                for name in ("guess_is_three", "why")
            ]
            for student in ("ann", "bob", "cid")
        }
        assert [guess.score for guess, _ in found.values()] == [2, 0, 0]
        assert [words.needs_manual_grade for _, words in found.values()] == [True, True, False]
