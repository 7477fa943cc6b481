"""How checks call what students have written, and what they say where that stops."""

import warnings

import numpy as np
import pytest
import torch

import calls
import slips
from answers import difference, fits, numbers_of, shape_words, shaped_words


def message(function, *args, **kwargs):
    with pytest.raises(calls.CheckFailed) as caught:
        function(*args, **kwargs)
    return str(caught.value)


def test_equal_values_fit_in_any_dtype_and_container():
    leaf = torch.tensor([1.0, 2.0], requires_grad=True)
    for got in ([1, 2], (1.0, 2.0), np.array([1, 2], np.float32), leaf, [*leaf]):
        assert fits(numbers_of(got), [1, 2], 1e-6)


@pytest.mark.parametrize(
    "got", [None, "2", {}, object(), [[1, 2], [3]], np.array([1, None]), 1j, np.ma.masked]
)
def test_what_is_no_number_fits_nothing(got):
    assert not fits(numbers_of(got), 2.0, 0.5)


@pytest.mark.parametrize("got", [[np.nan], [np.inf], [-np.inf]])
def test_nan_and_infinity_do_not_pass_for_numbers(got):
    assert not fits(numbers_of(got), [1.0], 1e9)
    assert fits(numbers_of(got), got, 1e-6)


def test_few_values_are_shown_whole():
    assert difference("std", np.array([1.0, 0.0]), [1.0, 2.0], 1e-3) == (
        "std = [1, 2]",
        "std = [1, 0]",
    )


def test_many_values_are_shown_where_they_differ_most():
    want = np.arange(20.0).reshape(4, 5)
    got = want.copy()
    got[2, 3] = -1
    assert difference("Z", got, want, 1e-3) == (
        "Z at [2, 3] = 13",
        "Z at [2, 3] = -1; 1 of 20 values is off",
    )


def test_shapes_are_said_where_they_matter():
    assert (
        shape_words("Z", (7, 3)) == "Z of shape (7, 3)" and shape_words("t", ()) == "t: one number"
    )
    assert shaped_words("Z", np.ones(2)) == "Z = [1, 1], of shape (2,)"


def test_several_results_are_wanted_one_by_one():
    for given, said in ((None, "`return` line is missing"), ({"mean": 1}, "return mean, std")):
        assert said in message(calls.refuse_single, given, ["mean", "std"])


def test_lines_fit_the_width_at_which_validate_cuts_them():
    text = str(calls.failed("word " * 60, "word " * 60, "word " * 60))
    assert max(len(line) for line in text.split("\n")) <= 84


def test_a_call_keeps_prints_and_warnings_to_itself(capsys):
    def loud(x):
        print("here I am")
        warnings.warn("careful", stacklevel=2)
        return np.log(x)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        calls.call(loud, np.zeros(2))
    assert capsys.readouterr() == ("", "")


def test_a_changed_argument_is_reported():
    def centred(x):
        x -= x.mean()
        return x

    for given in (np.array([1.0, 2.0]), torch.tensor([1.0, 2.0])):
        text = message(calls.call, centred, given)
        assert "centred leaves the arrays that it is given as they are" in text
        assert "argument 1, of shape (2,)" in text


def test_a_tensor_that_begins_to_require_gradients_is_reported():
    x = torch.ones(2)
    text = message(calls.call, lambda x: x.requires_grad_().detach(), x)
    assert "argument 1 requires gradients after the call" in text
    assert "start from x.detach().clone()" in " ".join(text.split())
    table = {"a": torch.ones(2)}
    assert "requires gradients" in message(calls.call, lambda t: t["a"].requires_grad_(), table)
    calls.call(lambda x: x.detach().requires_grad_(), torch.ones(2))
    calls.call(lambda x: x * 2, torch.ones(2, requires_grad=True))


def test_an_error_is_shown_with_the_students_own_line():
    def broken(x):
        return x / undefined_name  # noqa: F821

    text = message(calls.call, broken, 1.0)
    assert "expected  broken(1) runs through and returns its result" in text
    assert "got       NameError: name 'undefined_name' is not defined, in broken, line" in text
    assert "return x / undefined_name" in " ".join(text.split())
    assert "likely    a name that is misspelt" in text


def test_an_error_in_a_file_beside_the_notebook_is_laid_to_the_line_that_calls_it():
    def uses(x):
        return slips.shares(np.sum, x)

    text = message(calls.call, uses, np.ones(1))
    assert "ValueError: A single number is no share of anything., in uses, line" in " ".join(
        text.split()
    )


def test_options_of_a_call_that_fails_stand_with_their_names():
    def broken(x, *, width, middle=0):
        return x / 0

    text = message(calls.call, broken, 1.0, width=0.5, middle=3)
    assert "broken(1, width=0.5, middle=3) runs through" in text


def test_a_tensor_that_shares_its_numbers_with_an_argument_is_a_likely_cause():
    text = message(calls.call, lambda X: torch.from_numpy(X).add_(1), np.zeros(3))
    assert "has other values after the call" in text and "torch.from_numpy(X)" in text


def test_an_unwritten_function_is_named_in_one_line():
    def stub():
        raise NotImplementedError("fit_standardizer is not written yet")

    text = message(calls.call, stub)
    assert text.startswith("fit_standardizer is not written yet: ") and "\n" not in text


def test_an_error_of_a_library_is_not_taken_for_a_stub():
    def caret(x):
        return x ^ 2

    text = message(calls.call, caret, torch.ones(2))
    assert "caret(tensor (2,)) runs through" in text and "NotImplementedError" in text


def test_jupyter_shows_the_message_in_place_of_a_traceback():
    error = calls.CheckFailed(expected="one", got="two")
    assert error._render_traceback_() == ["  expected  one", "  got       two"]


def test_a_look_at_another_function_may_fail():
    def fails():
        raise RuntimeError

    assert calls.tried(fails) is None
    assert calls.tried(lambda: 3) == 3


def test_a_look_at_another_function_gives_it_copies():
    numbers = np.ones(3)
    assert calls.tried(lambda a: a.fill(7), numbers) is None
    assert numbers.tolist() == [1, 1, 1]


def test_an_error_with_a_usual_cause_is_told_it():
    text = message(calls.call, lambda a: 1 if a == 0 else 2, np.ones(3))
    assert "compare element by element" in " ".join(text.split())
    text = message(calls.call, lambda a: a[7], [1, 2])
    assert "take sizes from the arguments" in " ".join(text.split())


def test_a_changed_table_is_reported():
    def fill(table):
        table["mass"][0] = 1.0

    def drop(table):
        del table["mass"]

    for change in (fill, drop):
        text = message(calls.call, change, {"mass": np.zeros(3), "label": ["s", "b"]})
        assert "argument 1, a table, has other values after the call" in text
        is_dropped = "`pop`, `del` or a new entry" in " ".join(text.split())
        assert is_dropped == (change is drop)
    calls.call(lambda table: dict(table), {"mass": np.full(2, np.nan)})


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x: 1 if x else 2, "as in `eps is not None`"),
        (lambda x: torch.nn.Sequential([torch.nn.ReLU()])(x), "layers without square brackets"),
        (lambda x: torch.nn.Sequential(torch.nn.ReLU)(x), "write it with brackets, nn.ReLU()"),
    ],
)
def test_an_error_of_torch_with_a_usual_cause_is_told_it(answer, words):
    assert words in " ".join(message(calls.call, answer, torch.ones(3)).split())


def test_a_tensor_that_has_changed_is_not_answered_with_what_only_arrays_have():
    def answer(x):
        x[:1] = 0

    text = " ".join(message(calls.call, answer, torch.ones(3)).split())
    assert "`x.clone()`" in text
    assert "copy()" not in text
