"""A specification makes checks, seen and unseen, that accuse only where one cause fits."""

import ast
import re
import time

import numpy as np
import pytest
import torch

import cases
import checks
from answers import Between, difference
from bank.entries import FOLDERS
from calls import CheckFailed, NotThere, NotWritten
from grading.course.answers import AnswerFile
from grading.course.gradecell import grade_id
from grading.course.notebooks import ROOT, read_notebooks, solution_cells, unwrapped
from grading.release.cases import SPECIFIES
from specification import Case, OneOf, Task


def center(X):
    """Mean and spread, by sums."""
    mean = np.ones(len(X)) @ X / len(X)
    variance = np.ones(len(X)) @ X**2 / len(X) - mean**2
    return mean, np.sqrt(np.maximum(variance, 0))


def slipped(X):
    mean, spread = center(X)
    return {
        "the median is not the mean": {"mean": np.median(X, 0)},
        "this is the variance: take its root": {"spread": spread**2},
        "this is the middle of the range": {"mean": (X.min(0) + X.max(0)) / 2},
        "nothing is done": {"mean": 0 * mean, "spread": 0 * spread},
    }


EVENTS = np.array([[0.0, 10.0], [2.0, 40.0], [4.0, 10.0], [2.0, 20.0]])
SKEWED = np.array([[0.0, 10.0], [1.0, 12.0], [8.0, 10.0]])
CENTER = Task(
    does="mean and spread of each feature.",
    results={"mean": "array", "spread": "numbers"},
    reference=center,
    seen=[Case("4 events", EVENTS), Case("3 events", SKEWED), Case("one event", EVENTS[:1])],
    unseen=[Case("other events", 3 * SKEWED + 7)],
    forms=("float32",),
    mistakes=slipped,
    likely="average over the events, feature by feature",
)
CUT = Task(
    does="a threshold above which a fraction lies.",
    results={"threshold": "number"},
    reference=lambda scores, frac=0.5: Between(np.sort(scores)[1], np.sort(scores)[2]),
    seen=[Case("", np.array([4.0, 1.0, 9.0, 16.0]))],
    unseen=[Case("", np.array([4.0, 1.0, 25.0, 16.0]), frac=0.5)],
    likely="half of the scores lie above",
)
SIGNS = Task(
    does="its argument, or its argument turned round.",
    results={"answer": "numbers"},
    reference=lambda X: OneOf(X, -X),
    seen=[Case("", np.array([1.0, 2.0, 3.0, 5.0]))],
    unseen=[],
    likely="look at the signs",
    after=("center",),
)
TASKS = {"center": CENTER, "cut": CUT, "signs": SIGNS}


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    """The file beside the notebook."""
    path = tmp_path / "cases.zip"
    every = {
        name: (task.rules(f"1.{number}"), map(cases.frozen, task.trials(task.seen)))
        for number, (name, task) in enumerate(TASKS.items(), 1)
    }
    path.write_bytes(cases.written(every))
    for function in (cases.names, cases.rules, cases.read, cases.question):
        monkeypatch.setattr(function, "__defaults__", (path,))
    return path


def said(answers, asked="center", unseen=""):
    """What a check says of answers, empty where they are right.

    Parameters
    ----------
    answers : str
    asked : str
        The function.
    unseen : str
        Name of the task in this file whose unseen cases are tried.
    """
    names = {"check": checks.check, "np": np, "torch": torch}
    exec(answers, names)
    if unseen:
        exec(
            f"def specify():\n    from tests import test_checks as t\n    return t.{unseen}", names
        )
    try:
        exec(f"check({asked}{', specify' if unseen else ''})", names)
    except CheckFailed as failure:
        return " ".join(str(failure).split())
    return ""


RIGHT = "def center(X): return X.mean(0), X.std(0)"


@pytest.mark.parametrize(
    "answer",
    [
        RIGHT,
        "center = lambda X: [torch.tensor(X).mean(0), X.std(0).tolist()]",
        "import functools\ncenter = functools.partial(lambda X, k: (X.mean(0), X.std(0)), k=1)",
        "class Center:\n    def __call__(self, X): return X.mean(0), X.std(0)\ncenter = Center()",
    ],
)
def test_a_right_answer_passes_however_it_is_written(answer, capsys):
    assert said(answer) == ""
    assert capsys.readouterr().out == "✓ center: mean and spread of each feature.\n"
    assert said(answer, unseen="CENTER") == ""
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("answer", "likely"),
    [
        ("np.median(X, 0), X.std(0)", "the median is not the mean"),
        ("X.mean(0), X.var(0)", "this is the variance: take its root"),
        ("X.mean(0)", "return them all: `return mean, spread`"),
        ("X.std(0), X.mean(0)", "mean and spread are exchanged"),
        ("X.mean(0)[None], X.std(0)", "an axis too many"),
        ("X.sum(0), X.std(0)", "a sum where an average is meant"),
        ("X.mean(0).tolist(), X.std(0)", "wrap it: np.array(mean)"),
        ("None, X.std(0)", "the `return` line is missing"),
        ("None", "the `return` line is missing"),
        ("X.mean(0), X.std(0), 1", "return them together in every case"),
        ("np.floor(X.mean(0)), X.std(0)", "keep the fractions"),
        ("0 * X[0], 0 * X[0]", "nothing is done"),
        ("[], X.std(0)", "the result is empty"),
        ("X.mean(0)[:1], X.std(0)", "since `return` stands inside it, or one element is picked"),
        ("np.minimum.accumulate(X.mean(0)), X.std(0)", "the smallest value so far is kept"),
        ("X.mean(0) * [1, 0], X.std(0)", "only the first element is computed"),
        ("X.mean(0).tolist(), [*X.std(0)]", "wrap it: np.array(mean)"),
        ("X.mean(0).cumsum(), X.std(0)", "a sum goes on from one element to the next"),
    ],
)
def test_a_mistake_is_told_before_and_after_handing_in(answer, likely):
    answer = f"def center(X): return {answer}"
    assert likely in said(answer)
    if "floor" not in answer:  # the unseen mean is whole
        assert likely in said(answer, unseen="CENTER")


def test_a_coincidence_in_one_case_accuses_nobody():
    # In the first case the middle of the range is the mean of the first feature only; here both
    # features are off in another way in the second case.
    answer = "def center(X): return (np.median(X, 0) if len(X) == 4 else 2 * X[0]), X.std(0)"
    assert CENTER.likely in said(answer)


HALVES = Task(
    does="its argument.",
    results={"rest": "numbers"},
    reference=lambda X: X,
    seen=[],
    unseen=[Case("", np.array([1.5, 2.5])), Case("whole", np.array([2.0, 3.0]))],
    mistakes=lambda X: {"a half is taken off": X - 0.5},
    likely="do nothing",
)


def test_a_listed_mistake_that_other_cases_speak_against_gives_way_to_a_slip():
    assert "whole numbers are returned" in said("center = np.floor", unseen="HALVES")
    assert "a half is taken off" in said("center = lambda X: X - 0.5", unseen="HALVES")


def test_one_constant_is_no_rounding():
    assert "rounded" not in said("center = lambda X: 0.0", unseen="SMALL")
    assert "the numbers are rounded" in said("center = lambda X: 0.1", unseen="SMALL")


SMALL = Task(
    **vars(HALVES) | {"reference": lambda X: 0.123, "mistakes": None, "unseen": [Case("", 1)]}
)


def test_results_that_come_beside_the_one_that_is_asked_for_are_counted():
    text = said("center = lambda X: (X, 'more')", unseen="HALVES")
    assert "expected one result: rest of shape (2,) got 2 results" in text
    assert "return rest alone" in text
    text = said("cut = lambda scores, frac=0.5: (6,)", "cut")
    assert "a comma after a number makes a tuple of it: return threshold by itself" in text
    assert "return threshold by itself, without" in said("cut = lambda scores: [6]", "cut")


def test_an_import_that_is_not_there_is_answered_with_what_is():
    text = said("def center(X):\n    import scikit_learn_is_not_here")
    assert "ModuleNotFoundError" in text and "use numpy and torch" in text


TWINS = Task(**vars(CENTER) | {"mistakes": lambda X: dict.fromkeys(("one", "two"), (X, X))})


def test_two_causes_that_fit_equally_well_are_both_named():
    assert "likely one; or two" in said("def center(X): return X, X", unseen="TWINS")


def test_a_range_of_right_answers_is_shown_with_its_ends():
    assert said("def cut(scores, frac=0.5): return 6", "cut") == ""
    text = said("def cut(scores, frac=0.5): return 10", "cut")
    assert "expected threshold from 4 to 9 got threshold = 10" in text


def test_each_of_several_right_answers_passes():
    assert said(f"{RIGHT}\nsigns = lambda X: -X", "signs") == ""
    assert "look at the signs" in said(f"{RIGHT}\nsigns = lambda X: X * [1, 1, -1, -1]", "signs")


def test_a_failed_check_says_which_earlier_part_has_to_be_right_first():
    text = said("center = lambda X: X\nsigns = lambda X: X * [1, 1, -1, -1]", "signs")
    assert "1.3 cannot be judged on its own until 1.1 is right: correct that first" in text
    assert "1.1" not in said(f"{RIGHT}\nsigns = lambda X: X * [1, 1, -1, -1]", "signs")


def test_an_earlier_part_that_is_not_defined_is_not_called_wrong():
    text = said("signs = lambda X: X * [1, 1, -1, -1]", "signs")
    assert "center is not defined now: run every cell from the top" in text
    assert "on its own" not in text


@pytest.mark.parametrize(
    ("center", "signs", "likely"),
    [
        ("return 7 * X", "return 1 / 0", "test it before you divide; or it calls 1.1"),
        ("return 7 * X", "return center(X)[99]", "take sizes from the arguments; or it calls 1.1"),
        ("raise KeyError", "return center(X)", "likely 1.3 cannot be judged on its own until 1.1"),
    ],
)
def test_an_error_in_the_own_lines_of_a_task_is_not_only_laid_to_an_earlier_one(
    center, signs, likely
):
    text = said(f"def center(X): {center}\ndef signs(X): {signs}", "signs")
    assert likely in text


@pytest.mark.parametrize(
    ("body", "likely"),
    [
        ("len = 5\n    return len(X)", "a variable that is called like a function"),
        ("from torch import sum\n    return sum(list(X)), 1", "after `from torch import *`"),
        ("from functools import cache\n    return cache(lambda x: x)(X)", "leave the cache out"),
        ("return X.nothing", "a name after a dot"),
        ("return open('/my/file')", "a file that is not there"),
        ("assert False", "an `assert` of your own"),
        (
            "raise AssertionError('Torch not compiled with CUDA enabled')",
            "no graphics card is here",
        ),
        ("raise EOFError", "input() waits for a keyboard"),
    ],
)
def test_an_error_with_a_usual_cause_gets_a_hint(body, likely):
    assert likely in said(f"def center(X):\n    {body}")


def test_a_stub_and_a_name_that_is_no_task_are_named():
    names = {"check": checks.check}
    exec("def center(X): raise NotImplementedError('center is not written yet')", names)
    with pytest.raises(NotWritten, match=r"center is not written yet: replace"):
        exec("check(center)", names)
    for given, hint in (
        ("'center'", "This is a text: write the name"),
        ("print", "This function is none of the tasks"),
        ("print", "keep each homework in a folder of its own"),
        ("(1, 2)", "This is a value: write the name of the function alone"),
        ("signs()", "This is an object that signs has made: write signs alone"),
    ):
        exec("class signs: pass", names)
        with pytest.raises(NotThere, match=r"by its name, one of center, cut, signs") as caught:
            exec(f"check({given})", names)
        # All that a notebook shows.
        assert caught.value._render_traceback_() == [f"✗ {caught.value}"]
        assert hint in str(caught.value)


def test_a_task_whose_name_a_cell_has_used_for_a_variable_is_told_so():
    text = said("center = np.ones(3)")
    assert "expected center is a function or a class got center is a value, of type ndarray" in text
    assert "give that another name, and run the cell of center again" in text


def test_a_method_is_checked_with_its_class_and_a_variable_is_no_task_of_another_problem():
    names = {"check": checks.check, "np": np, "cut": np.ones(3)}
    exec("class signs:\n    def part(self): pass", names)
    with pytest.raises(NotThere, match=r"This is a part of signs: write check\(signs\)"):
        exec("check(signs.part)", names)


def test_of_several_names_for_one_function_that_in_the_calling_line_counts(capsys):
    assert said(f"{RIGHT}\nsigns = center", "signs") != ""
    assert said(f"{RIGHT}\nsigns = center", "center") == ""
    assert capsys.readouterr().out == "✓ center: mean and spread of each feature.\n"


LONG = "'it was asked for [1, 2, 3] ' * 99"


@pytest.mark.parametrize(
    "answer",
    [
        f"def center(X): raise NotImplementedError({LONG} + ' is not written yet')",
        f"def center(X): raise ValueError({LONG})",
        f"def center(X): return 1 / 0\ncenter.__name__ = {LONG}",
        f"class Odd:\n    def detach(self): raise KeyError({LONG})\ndef center(X): return Odd(), 1",
    ],
)
def test_a_message_quotes_little_of_what_a_students_code_says(answer):
    text = said(answer)
    assert text and text.count("[1, 2, 3]") <= 12


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({"results": {"mean": "arrays"}}, "arrays: a kind of results is one of numbers, array"),
        ({"forms": ("float16",)}, "a form of arguments one of float32, lists"),
        ({"tolerance": 1e-9}, "A tolerance is at least 1e-06|A tolerance of at least 1e-06"),
    ],
)
def test_a_specification_with_unknown_parts_is_refused(part, sentence):
    with pytest.raises(ValueError, match=sentence):
        Task(**vars(CENTER) | part)


LISTS = Task(**vars(CENTER) | {"forms": ("lists",)})


def test_answers_to_lists_are_compared_and_explained_like_others():
    right = "def center(X): X = np.asarray(X); return X.mean(0), X.std(0)"
    assert said(right, unseen="LISTS") == ""
    sums = "def center(X): X = np.asarray(X); return X.sum(0), X.std(0)"
    assert "a sum where an average is meant" in said(sums, unseen="LISTS")
    assert "as they are" in said("def center(X): X[0] = X[1]; return 1, 2", unseen="LISTS")


EMPTY = Task(
    does="nothing of nothing.",
    results={"rest": "numbers"},
    reference=lambda X: X[3:],
    seen=[],
    unseen=[Case("", np.arange(3.0)), Case("a range", np.arange(5.0))],
    likely="leave three out",
)


def test_an_empty_result_is_compared_without_a_warning():
    assert said("def center(X): return X[3:]", unseen="EMPTY") == ""
    assert "rest of shape (0,)" in said("def center(X): return X[2:]", unseen="EMPTY")


FINE = Task(**vars(CENTER) | {"tolerance": 1e-5, "mistakes": None})


def test_numbers_are_shown_with_the_digits_that_it_takes_to_see_the_difference():
    text = said("def center(X): return X.mean(0) * 1.00004, X.std(0)", unseen="FINE")
    assert "expected mean (other events) = [16, 39] got mean (other events) = [16.0006," in text


def test_of_many_numbers_with_ranges_the_range_of_the_one_that_is_off_is_told():
    zeros = np.zeros(20)
    expected, _ = difference(
        "angles", np.where(np.arange(20) == 7, 9.0, 0), Between(zeros, zeros + 2), 0.1
    )
    assert expected == "angles at [7] from 0 to 2"


def test_a_missing_file_is_named(file):
    file.write_bytes(file.read_bytes()[:-50])
    with pytest.raises(ValueError, match=r"cases\.zip is damaged, or of another release"):
        said(RIGHT)
    file.unlink()
    with pytest.raises(FileNotFoundError, match=r"cases\.zip is expected beside the notebook"):
        said(RIGHT)


def test_a_specification_sees_no_name_of_the_notebook():
    names = {"check": checks.check, "np": np, "CENTER": CENTER}
    exec(f"{RIGHT}\ndef specify(): return CENTER", names)
    with pytest.raises(NameError, match="CENTER"):
        exec("check(center, specify)", names)


def test_a_case_can_be_seen_again_with_its_prints(capsys):
    answer = "def center(X):\n    print('at work')\n    return X.mean(0)[:1], X.std(0)"
    text = said(answer)
    assert "at work" not in capsys.readouterr().out
    (number,) = re.findall(r"again from checks import replay; replay\(center, (\d+)\)", text)
    names = {"replay": checks.replay, "np": np}
    exec(f"{answer}\nfound = replay(center, {number})", names)
    assert "at work" in capsys.readouterr().out and names["found"][0] == 2
    with pytest.raises(ValueError, match="cases from 1 to 6, and no case 99"):
        exec("replay(center, 99)", names)
    assert "again" not in said(answer, unseen="CENTER")


def test_the_table_in_a_notebook_says_the_same_as_the_text():
    failure = CheckFailed(what="f: doubles.", expected="<b> = 2", got="3", likely="a & b")
    table = failure._repr_html_()
    assert "✗ f: doubles." in table and "&lt;b&gt; = 2" in table and "a &amp; b" in table
    assert table.count('<th scope="row"') == 3 and "<caption" in table
    failure.is_shown = True
    assert failure._render_traceback_() == ["✗ The table above says why."]


@pytest.mark.parametrize(
    ("answer", "likely"),
    [
        ("X[:2].mean(0), X[:2].std(0)", "not all rows of X are used, for example because"),
        ("X[1:].mean(0), X[1:].std(0)", "not all rows of X are used"),
        ("np.floor(X / 3).mean(0), X.std(0)", CENTER.likely),
        ("((X - X.mean()) / X.std()).mean(0), X.std(0)", "X is centred or scaled first"),
    ],
)
def test_answers_of_altered_arguments_are_known_of_every_task(answer, likely):
    text = said(f"def center(X): return {answer}", unseen="CENTER")
    assert likely in text


@pytest.mark.parametrize(
    "value",
    [
        np.array([[1.0, np.nan], [np.inf, -0.0]]),
        np.zeros((0, 3)),
        np.arange(3, dtype=np.int32),
        np.array([True, False]),
        np.float32(0.1),
        torch.tensor([[1.5]]),
        torch.arange(3),
        (1, [2.5, "a"], {"k": None, 3: (True,)}),
        Between([1.0, 2.0], [3.0, 4.0]),
    ],
)
def test_arguments_come_out_of_the_file_as_they_went_in(value):
    back = cases.unpacked(cases.packed(value))
    assert type(back) is type(value)
    if hasattr(value, "dtype"):
        assert back.dtype == value.dtype and back.shape == value.shape
        assert np.array_equal(np.asarray(back), np.asarray(value), equal_nan=True) or (
            value.dtype == bool and (back == value).all()
        )
    else:
        assert repr(back) == repr(value)


def test_what_cannot_be_kept_in_a_file_is_refused_in_a_sentence():
    with pytest.raises(TypeError, match=r"A case holds a Generator, .* write a probe"):
        cases.packed(np.random.default_rng(1))


def test_equal_cases_are_equal_files_whenever_they_are_written(monkeypatch):
    every = {"center": (CENTER.rules("1.1"), list(map(cases.frozen, CENTER.trials(CENTER.seen))))}
    first = cases.written(every)
    monkeypatch.setattr(time, "time", lambda: 1.7e9)
    assert cases.written(every) == first


def contracts(assignment):
    """What each specification says of its contract, with the contract in the text above the stub.

    Yields
    ------
    where, text, contract : str, str, dict
        The notebook with its grade id, the paragraph, and sentences with answers.
    """
    for name, notebook in read_notebooks(ROOT / "source" / assignment).items():
        text = ""
        for cell in notebook.cells:
            if cell.cell_type == "markdown" and "**Contract.**" in cell.source:
                (text,) = re.findall(r"(?m)^\*\*Contract\.\*\* (.+)$", cell.source)
            is_task = cell.cell_type == "code" and SPECIFIES in cell.source
            if is_task and "return Question(" not in cell.source:
                found = [
                    node.value
                    for node in ast.walk(ast.parse(cell.source))
                    if isinstance(node, ast.keyword) and node.arg == "contract"
                ]
                contract = ast.literal_eval(found[0]) if found else {}
                yield f"{name}: {grade_id(cell)}", text, contract
                text = "a paragraph that begins with **Contract.**"


def test_messages_name_arguments_as_the_stub_does(assignment):
    for name, notebook in read_notebooks(ROOT / "source" / assignment).items():
        functions = {
            node.name: [argument.arg for argument in node.args.args]
            for cell in solution_cells(notebook)
            for node in ast.parse(unwrapped(cell)).body
            if isinstance(node, ast.FunctionDef)
        }
        for cell in notebook.cells:
            if cell.cell_type != "code" or SPECIFIES not in cell.source:
                continue
            nodes = list(ast.walk(ast.parse(cell.source)))
            parts = {n.arg: n.value for n in nodes if isinstance(n, ast.keyword) and n.arg}
            if "reference" not in parts:
                continue  # a question
            (function,) = re.findall(r"(?m)^check\((\w+), specify\)", cell.source)
            if "probe" not in parts:
                (found,) = (
                    [argument.arg for argument in node.args.args]
                    for node in nodes
                    if isinstance(node, ast.FunctionDef) and node.name == parts["reference"].id
                )
                # A reference may have more of its own, which no caller gives.
                own = functions[function]
                assert found[: len(own)] == own, (name, function)


def test_each_sentence_of_a_contract_has_an_answer_that_breaks_it_or_uses_it(assignment):
    for where, text, contract in contracts(assignment):
        assert " ".join(contract) == text, where
        problem, check = where.split("_")[0], where.split(": ")[1]
        for sentence, stem in contract.items():
            paths = (folder / assignment / problem / f"{stem}.py" for folder in FOLDERS)
            answer = next((AnswerFile(path) for path in paths if path.exists()), None)
            assert answer is not None, (where, sentence)
            assert answer.kind == "right" or answer.fails == {check}, (where, sentence)


@pytest.mark.parametrize("inside", ["nothing", "a folder too much"])
def test_cases_that_were_unpacked_in_part_are_told_in_one_sentence(file, inside):
    file.unlink()
    folder = file.with_suffix("")
    (folder / "cases" if inside == "a folder too much" else folder).mkdir(parents=True)
    with pytest.raises(ValueError, match=r"cases\.zip is damaged, or of another release"):
        cases.names(file)
