"""The messages of expecting.py: what was expected, what came, and the likely mistake."""

import importlib
import warnings

import numpy as np
import pytest
import torch
from torch import nn


@pytest.fixture(scope="module")
def checks():
    return importlib.import_module("expecting")


def message(checks, function, *args, **kwargs):
    with pytest.raises(checks.CheckFailed) as caught:
        function(*args, **kwargs)
    return str(caught.value)


def test_equal_values_pass_in_any_dtype_and_container(checks):
    for got in ([1, 2], (1.0, 2.0), np.array([1, 2], np.float32), torch.tensor([1.0, 2.0])):
        checks.expect("mean", got, [1, 2])


def test_a_tensor_with_a_gradient_is_read_as_its_values(checks):
    checks.expect("xhat", torch.ones(2, requires_grad=True), [1, 1])
    checks.expect("losses", [torch.tensor(1.0, requires_grad=True)], [1])


def test_few_values_are_shown_whole(checks):
    text = message(checks, checks.expect, "std", [1.0, 0.0], [1.0, 2.0])
    assert text.split("\n") == ["  expected  std = [1, 2]", "  got       std = [1, 0]"]


def test_many_values_are_shown_where_they_differ_most(checks):
    want = np.arange(20.0).reshape(4, 5)
    got = want.copy()
    got[2, 3] = -1
    text = message(checks, checks.expect, "Z", got, want)
    assert "expected  Z at [2, 3] = 13" in text
    assert "got       Z at [2, 3] = -1; 1 of 20 values is off" in text


def test_a_wrong_shape_is_named_before_values(checks):
    text = message(checks, checks.expect, "Z", np.zeros((3, 7)), np.zeros((7, 3)))
    assert "expected  Z of shape (7, 3)" in text and "got       Z of shape (3, 7)" in text


def test_the_mistake_that_gives_this_answer_is_the_likely_one(checks):
    mistakes = {"swapped": [2.0, 1.0], "squared": ([1.0, 4.0], [1.0, 4.1])}
    assert "likely    squared" in message(
        checks, checks.expect, "pair", [1, 4.1], [1, 2], mistakes=mistakes
    )
    assert "likely    neither" in message(
        checks, checks.expect, "pair", [7, 7], [1, 2], mistakes=mistakes, likely="neither"
    )


@pytest.mark.parametrize(
    "got", [None, "2", {}, object(), [[1, 2], [3]], np.array([1, None]), 1j, np.ma.masked]
)
def test_what_is_no_number_is_wrong(checks, got):
    assert "got       " in message(checks, checks.expect, "x", got, 2.0)


def test_a_forgotten_return_is_recognised(checks):
    for function, args in (
        (checks.expect, ("x", None, 2.0)),
        (checks.array, ("x", None, (3,))),
        (checks.parts, (None, "mean", "std")),
    ):
        assert "the `return` line is missing" in message(checks, function, *args)


@pytest.mark.parametrize("got", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_do_not_pass_for_numbers(checks, got):
    message(checks, checks.expect, "x", [1.0, got], [1.0, 2.0])
    message(checks, checks.number, "x", got)


def test_nan_passes_only_where_it_is_expected(checks):
    checks.expect("centers", [1.0, np.nan], [1.0, np.nan])
    message(checks, checks.expect, "centers", [np.nan, 1.0], [1.0, np.nan])


def test_an_empty_answer_is_wrong(checks):
    message(checks, checks.expect, "labels", [], [0, 1])


def test_columns_may_have_any_sign_where_the_contract_says_so(checks):
    want = np.array([[1.0, 2.0], [3.0, -4.0]])
    checks.expect("P", want * [-1, 1], want, any_sign=True)
    message(checks, checks.expect, "P", want * [-1, 1], want)
    message(checks, checks.expect, "P", want * [[-1], [1]], want, any_sign=True)


def test_a_call_keeps_prints_and_warnings_to_itself(checks, capsys):
    def loud(x):
        print("here I am")
        warnings.warn("careful", stacklevel=2)
        return np.log(x)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        checks.call(loud, np.zeros(2))
    assert capsys.readouterr() == ("", "")


def test_a_changed_argument_is_reported(checks):
    def centred(x):
        x -= x.mean()
        return x

    for given in (np.array([1.0, 2.0]), torch.tensor([1.0, 2.0])):
        text = message(checks, checks.call, centred, given)
        assert "centred leaves the arrays that it is given as they are" in text
        assert "argument 1, of shape (2,)" in text


def test_a_tensor_that_begins_to_require_gradients_is_reported(checks):
    x = torch.ones(2)
    text = message(checks, checks.call, lambda x: x.requires_grad_().detach(), x)
    assert "argument 1 requires gradients after the call" in text
    assert "start from x.detach().clone()" in " ".join(text.split())
    table = {"a": torch.ones(2)}
    assert "requires gradients" in message(
        checks, checks.call, lambda t: t["a"].requires_grad_(), table
    )
    checks.call(lambda x: x.detach().requires_grad_(), torch.ones(2))
    checks.call(lambda x: x * 2, torch.ones(2, requires_grad=True))


def square(x, y):
    return (x**2).sum(1) * y


GIVEN = torch.tensor([[1.0, -2.0], [0.5, 3.0]]), torch.tensor([2.0, -1.0])
TOWARDS = {"x": 0, "y": 1}


@pytest.mark.parametrize(
    "right",
    [
        square,
        lambda x, y: torch.stack([y[i] * x[i] @ x[i] for i in range(2)]),
        lambda x, y: square(x.float(), y.float()),
        lambda x, y: torch.einsum("ij,ij,i->i", x, x, y),
    ],
)
def test_gradients_that_are_slopes_pass_however_they_are_computed(checks, right):
    checks.expect_slopes("squares", right, GIVEN, TOWARDS)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda x, y: square(x, y).detach(), "a result without gradients"),
        (lambda x, y: square(x, y).detach().numpy(), "plain numbers"),
        (lambda x, y: square(x, y).sum().item(), "a number"),
        (lambda x, y: torch.tensor(square(x.numpy(), y.numpy())), "numpy() on a tensor"),
        (lambda x, y: square(x, y).detach().requires_grad_(), "none arrives at x, y"),
        (lambda x, y: square(x.detach(), y), "none arrives at x"),
        (lambda x, y: square(x, y).detach() + x.sum() * 0, "none arrives at x, y"),
        (lambda x, y: (x * x.detach()).sum(1) * y, "a part of the way from x"),
        (lambda x, y: square(x, y).detach() + y - y.detach(), "none arrives at x"),
        (lambda x, y: square(x, y) * (0 if x.requires_grad else 1), "require gradients"),
        (lambda x, y: square(x, y) + x.sum() - x.sum().detach(), "towards x as large as the slope"),
        (lambda x, y: None, "None"),
    ],
)
def test_gradients_that_are_no_slopes_fail_and_are_named(checks, wrong, says):
    text = message(checks, checks.expect_slopes, "squares", wrong, GIVEN, TOWARDS)
    assert says in " ".join(text.split())
    assert "expected" in text and "got" in text


def test_gradients_towards_weights_are_compared_one_by_one(checks):
    layer, x = nn.Linear(3, 2), torch.randn(4, 3, requires_grad=True)
    towards = {"x": x, **dict(layer.named_parameters())}
    want = x @ layer.weight.T + layer.bias
    checks.expect_gradients("y", layer(x), want, towards)
    cut = x @ layer.weight.T + layer.bias.detach()
    assert "none arrives at bias" in message(
        checks, checks.expect_gradients, "y", cut, want, towards
    )
    text = message(checks, checks.expect_gradients, "y", want + want.sum(), want, towards)
    assert "gradient towards x" in text
    layer.requires_grad_(False)
    assert "requires_grad set to False" in message(
        checks, checks.expect_gradients, "y", layer(x), want, towards
    )


class Affine(nn.Module):
    """A network with a buffer, an unusual name and two precisions."""

    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 2, dtype=torch.float64)
        self.shift = nn.Parameter(torch.zeros(2))
        self.register_buffer("limit", torch.tensor(8.0))

    def forward(self, x):
        return (self.lin(x) + self.shift).clamp(-self.limit, self.limit)


def test_weights_are_drawn_loaded_and_found_whatever_their_names_and_kinds(checks):
    model = Affine()
    rng = np.random.default_rng(1)
    first = {name: w.detach().clone() for name, w in checks.draw_weights(model, rng).items()}
    second = checks.draw_weights(model, rng, {"shift": [1.0, 2.0]})
    assert list(second) == ["shift", "lin.weight", "lin.bias"]
    assert second["lin.weight"].dtype == torch.float64 and second["lin.weight"].requires_grad
    assert not torch.equal(first["lin.weight"], second["lin.weight"])
    assert model.shift.tolist() == [1, 2] and model.limit.item() == 8
    torch.testing.assert_close(model.lin.weight, second["lin.weight"])


class Ignores(Affine):
    def load_state_dict(self, state, strict=True, assign=False):
        pass


class Equal(Affine):
    def __init__(self):
        super().__init__()
        nn.init.constant_(self.lin.weight, 0.1)


class Shows(Affine):
    def load_state_dict(self, state, strict=True, assign=False):
        self.told = state

    def state_dict(self, *args, **kwargs):
        return getattr(self, "told", super().state_dict(*args, **kwargs))


@pytest.mark.parametrize(
    ("network", "says"),
    [
        (Ignores, "as load_state_dict has set it"),
        (Shows, "as load_state_dict has set it"),
        (Equal, "lin.weight with random numbers"),
    ],
)
def test_a_network_that_does_not_take_its_weights_fails(checks, network, says):
    assert says in message(checks, checks.draw_weights, network(), np.random.default_rng(1))


def test_an_error_is_shown_with_the_students_own_line(checks):
    def broken(x):
        return x / undefined_name  # noqa: F821

    text = message(checks, checks.call, broken, 1.0)
    assert "expected  broken(1) runs through and returns its result" in text
    assert "got       NameError: name 'undefined_name' is not defined, in broken, line" in text
    assert "return x / undefined_name" in " ".join(text.split())
    assert "likely    a name that is misspelt" in text


def test_an_unwritten_function_is_named_in_one_line(checks):
    def stub():
        raise NotImplementedError("fit_standardizer is not written yet")

    text = message(checks, checks.call, stub)
    assert text.startswith("fit_standardizer is not written yet: ") and "\n" not in text


def test_an_error_of_a_library_is_not_taken_for_a_stub(checks):
    def caret(x):
        return x ^ 2

    text = message(checks, checks.call, caret, torch.ones(2))
    assert "caret(tensor (2,)) runs through" in text and "NotImplementedError" in text


def test_one_result_instead_of_several_is_shown(checks):
    text = message(checks, checks.parts, np.ones(3), "mean", "std")
    assert "expected  2 results: mean, std" in text
    assert "got       one result = [1, 1, 1]" in text
    assert "likely    return them together: `return mean, std`" in text


@pytest.mark.parametrize(("result", "got"), [([np.ones(3)], "1 result"), ([1, 2, 3], "3 results")])
def test_more_or_fewer_results_are_counted(checks, result, got):
    assert f"got       {got}\n" in message(checks, checks.parts, result, "mean", "std")


def test_the_first_cause_that_holds_is_the_likely_one(checks):
    assert checks.first_true({"a": False, "b": True, "c": True}, "none") == "b"
    assert checks.first_true({"a": False}, "none") == "none"


def test_a_remark_is_printed_and_decides_nothing(checks, capsys):
    assert checks.remark("only shapes are checked") is None
    assert capsys.readouterr().out == "  (only shapes are checked)\n"


def test_arrays_and_tensors_are_told_from_lists(checks):
    assert checks.is_array(np.ones(2)) and checks.is_array(torch.ones(2))
    assert not checks.is_array([1.0, 1.0]) and not checks.is_array(1.0)


def test_a_function_whose_cell_was_not_run_is_named_in_one_line(checks):
    def check():
        """run_kmeans: moves centres."""
        run_kmeans  # noqa: B018, F821

    text = message(checks, checks.grade_cell, check)
    assert text.startswith("run_kmeans is not defined.") and "\n" not in text


def test_a_check_says_what_it_asks_for_and_the_verdict(checks, capsys):
    def check():
        """f: doubles.

        More words.
        """
        checks.require(passes, "2", "3")

    passes = True
    checks.grade_cell(check)
    assert capsys.readouterr().out == "✓ f: doubles.\n"
    passes = False
    assert message(checks, checks.grade_cell, check).startswith("✗ f: doubles.\n  expected  2\n")


def test_an_answer_on_which_the_check_stumbles_is_wrong_without_a_traceback(checks):
    def check():
        """f: returns rows."""
        raise TypeError("'int' object is not subscriptable")

    assert "stumbles" in message(checks, checks.grade_cell, check)


def test_jupyter_shows_the_message_in_place_of_a_traceback(checks):
    error = checks.CheckFailed(expected="one", got="two")
    assert error._render_traceback_() == ["  expected  one", "  got       two"]


def test_lines_fit_the_width_at_which_validate_cuts_them(checks):
    text = message(checks, checks.require, False, "word " * 60, "word " * 60, "word " * 60)
    assert max(len(line) for line in text.split("\n")) <= 84


def test_a_look_at_another_function_may_fail(checks):
    def fails():
        raise RuntimeError

    assert checks.tried(fails) is None
    assert checks.tried(lambda: 3) == 3


def building(checks, right, may=False, likely="it is blue"):
    """What is read of a failed check that builds on other parts, each with whether it is right."""

    def check():
        """f: doubles."""
        functions = {part: lambda value=value: value for part, value in right.items()}
        checks.builds_on("2.3", functions, may=may)
        raise checks.failed("2", "3", likely)

    return " ".join(message(checks, checks.grade_cell, check).split())


def test_a_failed_check_says_which_earlier_part_has_to_be_right_first(checks):
    text = building(checks, {"2.1": False, "2.2": True})
    assert "likely 2.3 cannot be judged on its own until 2.1 is right: correct that first" in text
    assert "expected 2 got 3" in text and "blue" not in text
    text = building(checks, {"2.1": False, "2.2": None}, likely=None)
    assert text.endswith("until 2.1 and 2.2 are right: correct these first")
    assert "blue" in building(checks, {"2.1": True}) and "2.1" not in building(
        checks, {"2.1": True}
    )


def test_where_an_earlier_part_need_not_be_called_both_causes_are_named(checks):
    text = building(checks, {"1.1": False}, may=True)
    assert "likely it is blue; or it calls 1.1, and then 2.3 cannot be judged on its own" in text


def test_an_earlier_part_that_stops_is_not_right_and_one_that_is_fine_is_not_looked_at(checks):
    def stops():
        raise RuntimeError

    def passes():
        """f: doubles."""
        checks.builds_on("2.3", {"2.1": stops})

    def fails():
        """f: doubles."""
        checks.builds_on("2.3", {"2.1": stops})
        checks.expect("x", 1, 2)

    checks.grade_cell(passes)
    assert "until 2.1 is right" in message(checks, checks.grade_cell, fails)

    def other():
        """g: halves."""
        checks.expect("x", 1, 2)

    assert "2.1" not in message(checks, checks.grade_cell, other)


def test_a_dict_is_no_pair(checks):
    text = message(checks, checks.parts, {"mean": 1, "std": 2}, "mean", "std")
    assert "a dict" in text and "return mean, std" in text


def test_a_look_at_another_function_gives_it_copies(checks):
    numbers = np.ones(3)
    assert checks.tried(lambda a: a.fill(7), numbers) is None
    assert numbers.tolist() == [1, 1, 1]


def test_an_error_with_a_usual_cause_is_told_it(checks):
    text = message(checks, checks.call, lambda a: 1 if a == 0 else 2, np.ones(3))
    assert "compare element by element" in " ".join(text.split())
    text = message(checks, checks.call, lambda a: a[7], [1, 2])
    assert "take sizes from the arguments" in " ".join(text.split())


def test_a_changed_table_is_reported(checks):
    def fill(table):
        table["mass"][0] = 1.0

    def drop(table):
        del table["mass"]

    for change in (fill, drop):
        text = message(checks, checks.call, change, {"mass": np.zeros(3), "label": ["s", "b"]})
        assert "argument 1, a table, has other values after the call" in text
    checks.call(lambda table: dict(table), {"mass": np.full(2, np.nan)})
