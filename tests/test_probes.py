"""How checks ask networks: weights that are put in, gradients that are asked for, trainings."""

import numpy as np
import pytest
import torch
from torch import nn

from authoring.solved import modules_in
from grading.course.notebooks import ROOT
from grading.engine.witness import KEPT_BACK


@pytest.fixture(scope="module")
def modules():
    return modules_in(ROOT / "modules")


@pytest.fixture(scope="module")
def probes(modules):
    return modules["probes"]


class Line(nn.Module):
    """One layer from two values to one, with what a test makes of it."""

    def __init__(self, after=lambda y: y):
        super().__init__()
        self.layer, self.after = nn.Linear(2, 1), after

    def forward(self, x):
        return self.after(self.layer(x))


WEIGHTS = {"layer.weight": np.array([[2.0, 3.0]]), "layer.bias": np.array([1.0])}
X = torch.tensor([[1.0, 1.0], [0.0, 2.0]])


def test_a_network_is_asked_with_the_weights_of_the_case(probes):
    y, towards_x, towards_weight, towards_bias = probes.network(Line, WEIGHTS, X)
    assert y.tolist() == [[6.0], [7.0]]
    factors = np.random.default_rng(17).normal(size=(2, 1))
    assert np.allclose(towards_x, factors @ WEIGHTS["layer.weight"])
    assert np.allclose(towards_weight, factors.T @ X.numpy())
    assert np.allclose(towards_bias, factors.sum(0))


def test_a_gradient_that_does_not_arrive_is_zero(probes):
    for after in (torch.Tensor.detach, lambda y: None):
        _, *gradients = probes.network(Line, WEIGHTS, X, after=after)
        assert [tuple(part.shape) for part in gradients] == [(2, 2), (1, 2), (1,)]
        assert not any(part.any() for part in gradients)


@pytest.mark.parametrize(
    ("after", "got", "likely"),
    [
        (lambda y: y.detach().numpy(), "numbers without gradients", "cuts the way"),
        (lambda y: y.tolist(), "a list of 2 parts", "return the tensor alone"),
        (lambda y: [y], "a list of 1 part", "return the tensor alone"),
        (lambda y: (y, y), "a tuple of 2 parts", "return the tensor alone"),
        (lambda y: {"y": y}, "a dict of 1 part", "return the tensor alone"),
        (lambda y: nn.ReLU(), "a layer, a value of type ReLU", "write its input in brackets"),
        (lambda y: "y", "a value of type str", "return what the decoder gives"),
    ],
)
def test_a_network_that_returns_no_tensor_is_told_what_came(probes, modules, after, got, likely):
    with pytest.raises(modules["calls"].CheckFailed, match="forward returns a tensor") as caught:
        probes.network(Line, WEIGHTS, X, after=after)
    assert caught.value.verdict["got"] == got and likely in caught.value.verdict["likely"]


def test_numpy_on_the_way_is_not_answered_with_detach(probes, modules):
    with pytest.raises(modules["calls"].CheckFailed, match=r"no_grad\(\) in forward\s+cuts"):
        probes.network(Line, WEIGHTS, X, after=lambda y: y.numpy())


class Frozen(Line):
    def __init__(self):
        super().__init__()
        self.layer.requires_grad_(False)


class Equal(Line):
    def __init__(self):
        super().__init__()
        nn.init.ones_(self.layer.weight)


class Deaf(Line):
    def load_state_dict(self, state, **options):
        pass


class Silent(Line):
    def state_dict(self, **options):
        return None


@pytest.mark.parametrize(
    "network, words",
    [
        (nn.Linear, "a weight layer.weight of shape"),
        (Frozen, "requires_grad set to False"),
        (Equal, "the same number everywhere"),
        (Deaf, "as load_state_dict has set it"),
        (Silent, "leave state_dict as it is"),
    ],
)
def test_a_network_with_other_weights_is_refused(probes, modules, network, words):
    options = {"in_features": 2, "out_features": 1} if network is nn.Linear else {}
    with pytest.raises(modules["calls"].CheckFailed, match=words):
        probes.network(network, WEIGHTS, X, **options)


def test_numbers_that_are_left_out_are_relu_layers(probes):
    rng = np.random.default_rng(0)
    weights = probes.drawn(rng, encoder=(3, 5, 2), decoder=(2, 3))
    assert list(weights)[::2] == ["encoder.0.weight", "encoder.2.weight", "decoder.0.weight"]
    model = probes.plain_network(weights, torch.float64)
    assert [type(layer) for layer in model.encoder] == [nn.Linear, nn.ReLU, nn.Linear]
    assert all(np.array_equal(model.state_dict()[name], w) for name, w in weights.items())
    assert list(probes.drawn(rng, **{"": (2, 3, 2)}))[2] == "2.weight"


def test_a_plain_network_draws_no_random_numbers(probes):
    before = torch.get_rng_state()
    probes.plain_network({"weight": np.eye(2), "bias": np.zeros(2)}, torch.float32)
    assert torch.equal(before, torch.get_rng_state())


def test_a_training_is_judged_by_what_it_returns_and_the_weights_it_leaves(probes):
    def halve(model, x, n_steps):
        with torch.no_grad():
            for weight in model.parameters():
                weight *= 0.5
        return [float(n_steps)]

    losses, weights = probes.training(halve, WEIGHTS_ALONE, X, n_steps=3)
    assert losses == [3.0] and weights.tolist() == [1.0, 1.5, 0.5]


WEIGHTS_ALONE = {name.removeprefix("layer."): w for name, w in WEIGHTS.items()}


def test_a_case_of_a_network_is_shown_again_with_its_prints(probes, modules, monkeypatch, capsys):
    cases, checks = modules["cases"], modules["checks"]
    results = {"y": "tensor"} | dict.fromkeys(("towards x", "towards weight", "towards bias"), "")
    rules = cases.Rules("", results, "", probe="network")
    trial = cases.Trial("", (WEIGHTS, X), {}, [], dict)
    monkeypatch.setattr(cases, "names", lambda: ["Line"])
    monkeypatch.setattr(cases, "question", lambda name: None)
    monkeypatch.setattr(cases, "read", lambda name: (rules, [trial]))
    again = checks.replay(type("Line", (Loud,), {}), 1)
    assert list(again) == list(results) and again["y"].tolist() == [[6.0], [7.0]]
    assert "passes (2, 2)" in capsys.readouterr().out


class Loud(Line):
    def forward(self, x):
        print("passes", tuple(x.shape))
        return super().forward(x)


def test_a_function_of_tensors_is_asked_for_its_gradients(probes):
    def squares(x, a):
        return (a * x**2).sum(dim=1)

    a = torch.tensor([[2.0, 1.0], [1.0, 3.0]])
    result, towards_x, towards_a = probes.differentiated(squares, X, a)
    factors = torch.as_tensor(np.random.default_rng(17).normal(size=2), dtype=X.dtype)[:, None]
    assert torch.allclose(result, torch.tensor([3.0, 12.0]))
    assert torch.allclose(towards_x, 2 * a * X * factors)
    assert torch.allclose(towards_a, X**2 * factors)
    assert not X.requires_grad


def test_a_function_that_gives_numbers_alone_has_no_gradients(probes):
    _, towards_x = probes.differentiated(lambda x: x.detach().sum(dim=1), X)
    assert not towards_x.any()


def test_both_players_of_a_game_come_back_as_they_are_left(probes, modules):
    rng = np.random.default_rng(3)
    weights = [probes.drawn(rng, **{"": sizes}) for sizes in ((2, 3, 4), (4, 3, 1))]
    real, noise = torch.zeros(5, 6, 4), torch.zeros(5, 2, 6, 2)

    def move(generator, discriminator, real, noise):
        assert discriminator(generator(noise[0, 0])).shape == (6,)
        with torch.no_grad():
            generator.get_parameter("0.bias").zero_()
        return [1.0], [2.0]

    d_losses, g_losses, judge, forger = probes.game(move, *weights, real, noise)
    assert (d_losses, g_losses) == ([1.0], [2.0])
    flat = [np.concatenate([values.ravel() for values in part.values()]) for part in weights]
    assert np.allclose(judge, flat[1], atol=1e-6)
    assert not np.allclose(forger, flat[0], atol=1e-6)
    with pytest.raises(modules["calls"].CheckFailed, match="return the two lists"):
        probes.game(lambda *given: [1.0], *weights, real, noise)


class Named(nn.Module):
    """A part of two layers, which may have names of their own."""

    def __init__(self, names=("0", "1"), sizes=(2, 3, 1)):
        super().__init__()
        self.part = nn.Sequential()
        for name, n_in, n_out in zip(names, sizes[:-1], sizes[1:], strict=False):
            self.part.add_module(name, nn.Linear(n_in, n_out))

    def forward(self, x):
        return self.part(x)


def test_layers_may_have_names_of_their_own(probes, modules):
    weights = {name: w.numpy() for name, w in Named().state_dict().items()}
    expected = probes.network(Named, weights, X)
    found = probes.network(Named, weights, X, names=("first", "second"))
    assert all(torch.equal(*pair) for pair in zip(expected, found, strict=True))
    with pytest.raises(modules["calls"].CheckFailed, match=r"part\.first\.weight of shape"):
        probes.network(Named, weights, X, names=("first", "second"), sizes=(2, 4, 1))
    with pytest.raises(modules["calls"].CheckFailed, match="none of this name"):
        probes.network(Named, weights, X, names=("first",))


def test_a_training_starts_from_weights_under_the_names_of_its_network(probes):
    def answer(train, valid, rng, start=None, epochs=2, names=("a", "b")):
        model = Named(names)
        if start is not None:
            model.load_state_dict(start)
        return model, np.zeros(epochs)

    weights = {name: w.numpy() for name, w in Named().state_dict().items()}
    rows = np.concatenate([values.ravel() for values in weights.values()])
    for names in (("a", "b"), ("0", "1")):
        _, after = probes.started_training(answer, weights, (X,), (X,), 1, epochs=3, names=names)
        assert np.allclose(after, rows)


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_function_that_is_handed_over_says_how_it_was_called(probes, modules, is_kept):
    def answer(decoder, n_latent, n, keep, rng):
        try:
            return keep(torch.zeros(3))
        except ValueError as error:
            raise ValueError(probes.KEPT if is_kept else error) from None

    weights = {"weight": np.ones((3, 2)), "bias": np.zeros(3)}
    with pytest.raises(modules["calls"].CheckFailed) as caught:
        probes.generated(answer, weights, 2, 5, 0.0, 1)
    assert "keep was called with tensor (3,); it takes all events" in caught.value.verdict["got"]
    assert "is handed over as an argument" in caught.value.verdict["likely"]


def test_the_words_of_an_error_that_a_grader_keeps_back_are_known_to_checks(probes):
    assert probes.KEPT == KEPT_BACK
