"""What students wrote in another place than they were asked to counts, and the page says so."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from grading.intake.additions import additions
from grading.intake.cells import (
    ADDED,
    AFTER_CHECK,
    BEFORE_CHECK,
    CONFLICT,
    FOUND,
    MOVED,
    NOT_TEXT,
    STILL_RAISES,
    TEXT_FOUND,
    TEXT_JOINED,
    UNSOLVED,
    Released,
    restore,
)
from grading.intake.notes import Notes
from grading.intake.reading import text_of
from tests.doubling import (
    ALL,
    DOUBLE,
    STUB,
    TRIPLE,
    WORDS,
    answered,
    cell_of,
    handed_out,
    passed_in,
)
from tests.own_course import in_words, notebook_of, preamble, solution

#: A class with one method, and one of a student's own whose method others are to write.
CLASS = "class Net:\n    def forward(self):\n        {}\n"
ABOVE = "class Base:\n    def forward(self):\n        raise NotImplementedError\n\n\n"


@pytest.fixture
def handed():
    return answered()


def without_marks(notebook, *names):
    """Cells, by default all, as other programs save them: without marks and ids."""
    for number, cell in enumerate(notebook.cells):
        if not names or cell.metadata.get("nbgrader", {}).get("grade_id") in names:
            cell.metadata.pop("nbgrader", None)
            cell["id"] = f"foreign-{number}"
    return notebook


def repaired(notebook):
    """The checks that pass when all runs from top to bottom, and the kinds of sentences."""
    notes = Notes()
    restore(notebook, Released(handed_out()), notes)
    nbformat.validate(notebook)
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    marked = [name for name in names if name]
    assert len(marked) == len(set(marked)), "nbgrader knows each cell by its name"
    return passed_in(notebook), set(notes.found)


# --- Additions to cells of the instructor ---------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "added", "then"),
    [
        ("preamble", "import math", "return int(2 * x * math.cos(0))"),
        ("preamble", "FACTOR = 2", "return FACTOR * x"),
        ("preamble", "%matplotlib inline\nimport math", "return math.floor(2 * x)"),
        ("double_of_2", "def helper(x):\n    return x + x", "return helper(x)"),
        ("double_of_2", "def helper(x):\n    return x + x", None),
    ],
)
def test_what_is_added_to_a_cell_of_the_instructors_runs_beside_it(handed, cell, added, then):
    source = cell_of(handed, cell).source
    cell_of(handed, cell).source = f"{added}\n{source}"
    if then:
        cell_of(handed, "double").source = f"def double(x):\n    {then}"
    else:
        cell_of(handed, "triple").source = "def triple(x):\n    return helper(x) + x"
    passed, said = repaired(handed)
    assert passed == ALL and ADDED in said
    assert cell_of(handed, cell).source == source


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("import numpy as np\nSEED = 2", ""),
        ("import cupy as np\nSEED = 1", ""),
        ("import numpy as np\nSEED = 1\nnp.random.seed(3)", "np.random.seed(3)"),
        ("check(double, 3)\nassert double(3) == 6", ""),
        ("@cache\ndef f(x):\n    return x\n\ncheck(double)", "@cache\ndef f(x):\n    return x"),
        ("x = 1; import math\n# a comment", "x = 1\nimport math"),
        ("SEED = 2; import math", "import math"),
        (
            "@cache\n# why\n@log()\ndef f(x):\n    return 'é'; g()",
            "@cache\n# why\n@log()\ndef f(x):\n    return 'é'; g()",
        ),
        (
            "import numpy as np, math\nfrom torch import nn, SEED",
            "import math\nfrom torch import nn",
        ),
        ("import numpy.linalg", "import numpy.linalg"),
        ("import (", ""),
        (
            "import (\ndef double(x):\n    return 2 * x",
            "import (\ndef double(x):\n    return 2 * x",
        ),
        ("%time check(double)\n!pip install x\ny = 1", "y = 1"),
        ("", ""),
    ],
)
def test_changes_of_the_original_are_no_additions(source, kept):
    original = "import numpy as np\nSEED = 1\ncheck(double)"
    assert additions(source, original) == kept


def test_of_a_very_long_cell_nothing_is_kept():
    assert additions("SEED = 1\n" + "x = 1\n" * 10_000, "SEED = 1") == ""


# --- Definitions elsewhere -------------------------------------------------------------------


def test_the_only_definition_counts_where_stubs_still_stand(handed):
    for name in ("double", "triple"):
        cell_of(handed, name).source = STUB.format(name)
    handed.cells.append(new_code_cell(f"{DOUBLE}\n\n\n{TRIPLE}"))
    assert repaired(handed) == (ALL, {FOUND, MOVED})


def test_a_definition_below_the_check_counts_where_the_stub_still_stands(handed):
    cell_of(handed, "double").source = STUB.format("double")
    place = handed.cells.index(cell_of(handed, "double_of_2"))
    handed.cells.insert(place + 1, new_code_cell(DOUBLE))
    passed, said = repaired(handed)
    assert passed == ALL and FOUND in said


def test_where_two_others_define_what_a_stub_stands_for_nothing_is_guessed(handed):
    cell_of(handed, "double").source = STUB.format("double")
    handed.cells += [new_code_cell(DOUBLE), new_code_cell(f"{DOUBLE}  # again")]
    assert repaired(handed) == (["triple", "end"], set())


@pytest.mark.parametrize(
    ("where", "more", "passed", "sentence"),
    [
        (2, "def double(x):\n    return x", ALL, BEFORE_CHECK),
        (-1, "def double(x):\n    return x", ALL, BEFORE_CHECK),
        (-1, DOUBLE, ALL, FOUND),
    ],
    ids=["a first try above", "a scratch cell at the end", "a copy at the end"],
)
def test_without_marks_the_last_definition_before_the_check_counts(
    handed, where, more, passed, sentence
):
    without_marks(handed)
    handed.cells.insert(where if where > 0 else len(handed.cells), new_code_cell(more))
    found, said = repaired(handed)
    assert found == passed and sentence in said


def test_without_marks_and_without_checks_an_answer_ends_where_the_next_one_begins(handed):
    for name in ("double_of_2", "triple_of_2"):
        handed.cells.remove(cell_of(handed, name))
    without_marks(handed)
    handed.cells.append(new_code_cell("# playing around\ndef double(x):\n    return x"))
    repaired(handed)
    assert cell_of(handed, "double").source == DOUBLE


def test_without_marks_two_definitions_after_the_check_lose_that_task_alone(handed):
    cell_of(handed, "double").source = "# see below"
    without_marks(handed)
    handed.cells += [new_code_cell(DOUBLE), new_code_cell(f"{DOUBLE}  # again")]
    passed, said = repaired(handed)
    assert passed == ["triple", "end"] and AFTER_CHECK in said


def test_a_text_defines_nothing(handed):
    without_marks(handed)
    handed.cells.insert(0, new_markdown_cell(f"As in the book:\n\n{DOUBLE}\n    # or so"))
    assert repaired(handed)[0] == ALL
    alone = handed_out()
    alone.cells.remove(cell_of(alone, "double"))
    alone.cells.insert(0, new_markdown_cell(DOUBLE))
    assert repaired(alone)[0] == ["end"]
    assert cell_of(alone, "double").source == STUB.format("double")


# --- Lines that are left in answers -----------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (f"{STUB.format('double')}\n    return 2 * x", STILL_RAISES),
        (f"# mine\n{STUB.format('double')}\n    return 2 * x", STILL_RAISES),
        (f"<<<<<<< local\n{DOUBLE}\n=======\n{DOUBLE}\n>>>>>>> remote", CONFLICT),
    ],
)
def test_lines_that_make_an_answer_fail_are_named(handed, answer, sentence):
    cell_of(handed, "double").source = answer
    assert repaired(handed) == (["triple", "end"], {sentence})


@pytest.mark.parametrize(
    "after", ["    return 2 * x\n{}", "    if x is None:\n    {}\n    return 2 * x"]
)
def test_a_line_that_is_not_reached_is_nothing_to_name(handed, after):
    first, line = STUB.format("double").split("\n")
    cell_of(handed, "double").source = f"{first}\n{after.format(line)}"
    assert repaired(handed) == (ALL, set())


def test_a_line_that_was_left_in_a_method_is_named():
    there = notebook_of(solution("net", CLASS.format("raise NotImplementedError")))
    notebook = notebook_of(
        solution("net", ABOVE + CLASS.format("raise NotImplementedError\n        return 2"))
    )
    notes = Notes()
    restore(notebook, Released(there), notes)
    assert [sentence for sentence in notes.sentences() if "stood for a missing answer" in sentence]


def test_a_method_that_others_are_to_write_is_nothing_to_name():
    there = notebook_of(solution("net", CLASS.format("raise NotImplementedError")))
    notebook = notebook_of(solution("net", ABOVE + CLASS.format("return 2")))
    notes = Notes()
    restore(notebook, Released(there), notes)
    assert notes.sentences() == []


# --- Cells that were split -------------------------------------------------------------------


@pytest.mark.parametrize("rest", ["", "   \n", "# scratch"])
def test_of_a_split_cell_the_part_with_the_function_counts(handed, rest):
    place = handed.cells.index(cell_of(handed, "double"))
    handed.cells.insert(place + 1, nbformat.from_dict(handed.cells[place] | {"id": "rest"}))
    handed.cells[place + 1].source = rest
    passed, said = repaired(handed)
    assert passed == ALL and said == (set() if rest.strip() else {UNSOLVED})
    assert cell_of(handed, "double").source == DOUBLE


def test_of_a_split_cell_the_other_part_runs_as_well(handed):
    place = handed.cells.index(cell_of(handed, "double"))
    handed.cells.insert(place, nbformat.from_dict(handed.cells[place] | {"id": "first"}))
    handed.cells[place].source = "FACTOR = 2"
    cell_of_answer = handed.cells[place + 1]
    cell_of_answer.source = "def double(x):\n    return FACTOR * x"
    passed, _ = repaired(handed)
    assert passed == ALL and cell_of(handed, "double").source == cell_of_answer.source


def test_an_answer_in_a_copy_of_another_cell_counts(handed):
    place = handed.cells.index(cell_of(handed, "double"))
    handed.cells.remove(cell_of(handed, "triple"))
    handed.cells.insert(place + 2, nbformat.from_dict(handed.cells[place] | {"id": "copy"}))
    handed.cells[place + 2].source = TRIPLE
    assert repaired(handed)[0] == ALL


def test_the_same_answer_twice_is_no_doubt(handed):
    without_marks(handed)
    handed.cells += [new_code_cell(DOUBLE), new_code_cell("def double(x):\n    return x")]
    passed, said = repaired(handed)
    assert passed == ALL and BEFORE_CHECK in said


@pytest.mark.parametrize("deep", ["x = " + "+".join(["1"] * 3000), "x = " + "-" * 1500 + "1"])
def test_what_is_too_deep_for_python_is_an_answer_like_any_other(handed, deep):
    cell_of(handed, "preamble").source += f"\n{deep}"
    cell_of(handed, "triple").source = deep.replace("x = ", "def triple(x):\n    raise ")
    assert repaired(handed)[0][:1] == ["double"]


@pytest.mark.parametrize("rest", ["", "And more."])
def test_of_a_split_answer_in_words_nothing_is_lost(handed, rest):
    place = handed.cells.index(cell_of(handed, "why"))
    handed.cells.insert(place + 1, nbformat.from_dict(handed.cells[place] | {"id": "rest"}))
    handed.cells[place + 1].source = rest
    _, said = repaired(handed)
    assert cell_of(handed, "why").source == f"Because.\n\n{rest}".strip()
    assert said == {TEXT_JOINED if rest else UNSOLVED}


# --- Answers in words -------------------------------------------------------------------------


def test_an_answer_in_words_is_known_by_its_place(handed):
    without_marks(handed, "why")
    _, said = repaired(handed)
    assert cell_of(handed, "why").source == "Because." and said == {TEXT_FOUND}


def test_an_answer_below_its_place_is_found(handed):
    cell_of(handed, "why").source = WORDS
    place = handed.cells.index(cell_of(handed, "why"))
    handed.cells[place + 1 : place + 1] = [new_markdown_cell("Because."), new_markdown_cell("So.")]
    _, said = repaired(handed)
    assert cell_of(handed, "why").source == "Because.\n\nSo." and said == {TEXT_FOUND}


def test_pictures_in_an_answer_that_was_split_stay(handed):
    place = handed.cells.index(cell_of(handed, "why"))
    handed.cells.insert(place + 1, nbformat.from_dict(handed.cells[place] | {"id": "rest"}))
    for cell, picture in zip(handed.cells[place : place + 2], "ab", strict=True):
        cell.source, cell.attachments = f"{picture} ![](attachment:image.png)", picture_of(picture)
    repaired(handed)
    answer = cell_of(handed, "why")
    assert answer.source == "a ![](attachment:image.png)\n\nb ![](attachment:1-image.png)"
    assert answer.attachments == picture_of("a") | {"1-image.png": {"image/png": "b"}}


def picture_of(content):
    return {"image.png": {"image/png": content}}


def test_two_questions_in_words_without_marks_each_have_their_answer():
    there = two_questions(WORDS, WORDS)
    notebook = two_questions("Because.", "Never.")
    without_marks(notebook)
    restore(notebook, Released(there), Notes())
    assert [cell_of(notebook, name).source for name in ("why", "when")] == ["Because.", "Never."]


def two_questions(why, when):
    return notebook_of(
        preamble("import numpy as np"),
        new_markdown_cell("Say why."),
        in_words("why", why),
        new_markdown_cell("Say when."),
        in_words("when", when),
    )


def test_notes_elsewhere_are_no_answer(handed):
    cell_of(handed, "why").source = WORDS
    handed.cells.insert(2, new_markdown_cell("My notes."))
    handed.cells.append(new_markdown_cell("The end."))
    assert repaired(handed)[1] == set()
    assert cell_of(handed, "why").source == WORDS


@pytest.mark.parametrize("kind", ["raw", "code"])
def test_a_text_of_another_kind_is_text_again(handed, kind):
    cell = cell_of(handed, "why")
    cell.cell_type = kind
    if kind == "code":
        cell.update(outputs=[], execution_count=None)
    assert repaired(handed)[1] == {NOT_TEXT}


# --- What the release brings along ------------------------------------------------------------


def test_the_state_of_sliders_in_the_release_is_not_copied_into_submissions():
    there = handed_out()
    there.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"abc": {}}}
    notebook = handed_out()
    restore(notebook, Released(there), Notes())
    assert "widgets" not in notebook.metadata


# --- How lines are written --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["a\n", "b"], "a\nb"),
        (["a", "", "b"], "a\n\nb"),
        (["a\n", "b\n"], "a\nb\n"),
        (["a"], "a"),
        ([], ""),
    ],
)
def test_lines_without_ends_are_lines(lines, text):
    assert text_of({"source": lines}) == (text, True)
