"""The words for what the engine has as data: whole texts, as people read them."""

import builtins
import platform

import pytest

from grading.course import words
from grading.engine.outcomes import (
    CellTimeout,
    Ended,
    JudgeEnded,
    KernelDied,
    OutOfMemory,
    PreambleFailed,
    ReferenceFailed,
    SandboxRefused,
    Stop,
)
from grading.engine.pictures import Picture

ENDS = [
    (CellTimeout(60), "This cell was stopped: it ran longer than 60 s."),
    (
        CellTimeout(300, of_notebook=True),
        "This cell was stopped: the notebook ran longer than 300 s.",
    ),
    (
        CellTimeout(300, of_notebook=True, begun=False),
        "This cell was not run: the cells before it had used all of the notebook's 300 s.",
    ),
    (
        OutOfMemory(400 << 20),
        "This notebook was stopped here: it used more than its 400 MiB of memory, the files that "
        "it wrote included.",
    ),
    (KernelDied(), "Python ended while this cell ran: it called exit or crashed."),
    (KernelDied(begun=False), "Python could not go on before this cell."),
    (
        KernelDied(begun=False, restarts=20),
        "This cell was not run: 20 cells before it had ended Python.",
    ),
    (
        KernelDied(broken="a value of no known kind"),
        "This cell sent an answer that breaks the rules: a value of no known kind.",
    ),
    (
        JudgeEnded(),
        "The judge ended in this cell. Your instructor can grade the notebook again.",
    ),
]
OF_F = "The cell that should define f stopped"


@pytest.mark.parametrize(("end", "said"), ENDS)
def test_each_end_of_a_cell_has_its_words(end, said):
    assert words.ended(end) == said
    assert words.missing("f", end) == f"About the cell that should define f: {said}"


def test_no_kind_of_end_is_without_words():
    assert {type(end) for end, _ in ENDS} == set(Ended.__subclasses__())


def test_an_end_that_nobody_knows_is_an_error_and_no_empty_text():
    with pytest.raises(TypeError, match="nothing is said of Ended"):
        words.ended(Ended())


@pytest.mark.parametrize(
    ("stop", "said"),
    [
        (Stop("NameError", 2), f"{OF_F} in line 2 with NameError"),
        (Stop("NameError", 0), f"{OF_F} with NameError"),
        (Stop("", 1), f"{OF_F} in line 1 with an error"),
    ],
)
def test_a_cell_that_stopped_is_named_with_line_and_kind_of_its_error(stop, said):
    assert words.missing("f", stop) == said


@pytest.mark.parametrize("kind", words.REMEDIES)
def test_what_stops_a_cell_only_where_work_is_graded_is_told_with_its_remedy(kind):
    said = words.missing("f", Stop(kind, 2))
    assert said == f"{OF_F} in line 2 with {kind}. {words.REMEDIES[kind]}"
    assert hasattr(builtins, kind) and said.endswith(".")


def test_a_name_that_no_cell_defines_is_said_with_what_looks_like_it():
    assert words.absent("double", []) == "No cell of this notebook defines double."
    assert words.absent("double", ["doubles"]) == (
        "No cell of this notebook defines double; one defines doubles."
    )


def test_a_command_that_keeps_a_definition_is_named():
    assert words.kept("f", "%%timeit") == (
        "The cell that should define f begins with %%timeit, so nothing of it stays. Delete that "
        "line."
    )


def test_a_name_that_comes_too_late_is_said_to_be_below():
    assert words.later("rate") == (
        "rate is defined in a later cell only; cells run from top to bottom."
    )


@pytest.mark.parametrize("kind", ["SyntaxError", "IndentationError", "TabError"])
def test_a_cell_that_is_no_python_is_told_which_python_reads_it(kind):
    version = ".".join(platform.python_version_tuple()[:2])
    assert words.missing("f", Stop(kind, 1)) == f"{OF_F} in line 1 with {kind}, in Python {version}"


def test_a_note_names_the_tasks_in_whose_place_right_ones_stood():
    assert words.given_right(words.tasks(["2.1"]), True) == "  (right, given a right 2.1)\n"
    both = words.tasks(["2.1", "2.2"])
    assert words.given_right(both, False) == "  (wrong also given a right 2.1 and 2.2)\n"


def test_what_is_left_out_of_a_page_says_how_much_there_may_be():
    large = words.large_picture(Picture("image/png", "", 6000, 5000), 25_000_000)
    assert large == (
        "A picture of 6000 × 5000 pixels is left out here: up to 25 million are shown."
    )
    assert words.picture_without_room(100_000_000) == (
        "A picture is left out here: the pictures of this notebook have more than 100 million "
        "pixels together."
    )
    assert words.unreadable_picture() == (
        "A picture is left out here: it is no PNG or JPEG whose size can be read."
    )
    assert words.cut_off() == (
        "The outputs of this notebook are longer than its page may be; the rest was cut off here."
    )


def test_whoever_grades_is_told_what_to_do_where_nothing_can_be_graded():
    assert words.sandbox_refused(SandboxRefused("a user namespace: not permitted")) == (
        "This system refuses the sandbox for submissions: a user namespace: not permitted. Grade "
        "on a Linux machine that allows user namespaces, or set c.JudgedExecute.sandbox = False in "
        "nbgrader_config.py to grade without a sandbox."
    )
    assert "submissions: it gave no reason. Grade" in words.sandbox_refused(SandboxRefused(""))
    assert words.preamble_failed(PreambleFailed("KeyError: 'a'")) == (
        "The preamble of the source notebook fails: KeyError: 'a'. Mend it there."
    )


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        ("KeyError: 'a'", "KeyError: 'a'"),
        (CellTimeout(60), "This cell was stopped: it ran longer than 60 s."),
    ],
)
def test_a_reference_that_cannot_be_used_is_told_with_its_cause(cause, said):
    assert words.reference_failed(ReferenceFailed("hw1/problem1", cause)) == (
        "The reference of hw1/problem1 cannot be used, so its later tasks are not judged again "
        f"where earlier ones failed: {said}"
    )
