"""Probes of the problem on jets: what they refuse, and what they see of a training sample."""

import numpy as np
import pytest
import torch

from authoring.solved import modules_in
from grading.course.notebooks import ROOT


@pytest.fixture(scope="module")
def modules():
    return modules_in(ROOT / "modules")


def weights(d=2):
    shapes = {"0.weight": (3, d), "0.bias": (3,), "2.weight": (1, 3), "2.bias": (1,)}
    rng = np.random.default_rng(0)
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (lambda x: x.clone().requires_grad_(), "positions that carry gradients"),
        (lambda x: x.double(), "positions of type torch.float64"),
    ],
)
def test_positions_with_gradients_or_of_another_type_are_refused(modules, end, words):
    def answer(energy, x, rng):
        return end(x)

    with pytest.raises(modules["calls"].CheckFailed, match=words):
        modules["probes"].walking(answer, weights(), torch.zeros(4, 2), 1)


def test_a_walk_is_in_one_energy_per_walker(modules):
    def answer(energy, x, rng):
        return energy(x).detach()

    assert modules["probes"].walking(answer, weights(), torch.zeros(4, 2), 1).shape == (4,)


@pytest.mark.parametrize(("mixed", "early"), [(True, 0.5), (False, 0.0)])
def test_the_samples_of_a_training_are_seen(modules, mixed, early):
    def answer(fit, normal, anomalous, test, fractions, n_starts, rng):
        sample = np.concatenate([normal[:20], anomalous[:20]])
        halves = np.append(rng.permutation(20), 20 + rng.permutation(20))
        score = fit(sample[rng.permutation(40) if mixed else halves], 3)
        return score(test[0])

    rng = np.random.default_rng(2)
    normal, anomalous = rng.normal(size=(40, 3)), rng.normal(size=(40, 3))
    scores, table, found, groups, later = modules["probes"].contamination(
        answer, 1, normal, anomalous, (normal[:5], anomalous), [0.5], 1
    )
    assert np.shape(scores) == (5,)
    assert table.tolist() == [[3, 40, 40, 20]]
    assert abs(found[0] - early) < 0.3
    assert (groups[0] > 1) == mixed
    assert later.tolist() == [0]


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (np.random.default_rng(0).permutation(12), "the same order with another rng"),
        (None, "another order with the same rng"),
    ],
)
def test_an_order_that_is_not_drawn_from_the_generator_is_refused(modules, order, words):
    own = np.random.default_rng(1)

    def answer(fit, normal, anomalous, test, fractions, n_starts, rng):
        return fit(normal[own.permutation(12) if order is None else order], 0)(test[0])

    normal, anomalous = np.arange(24.0).reshape(12, 2), np.ones((12, 2))
    with pytest.raises(modules["calls"].CheckFailed, match=words):
        modules["probes"].contamination(answer, 1, normal, anomalous, (normal, anomalous), [0.5], 1)


def test_gradients_in_the_weights_of_an_energy_are_refused(modules):
    def answer(energy, x, rng):
        place = x.clone().requires_grad_()
        energy(place).sum().backward()
        return x - place.grad

    with pytest.raises(modules["calls"].CheckFailed, match="gradients in its weights"):
        modules["probes"].walking(answer, weights(), torch.zeros(4, 2), 1)


def test_layers_are_found_in_their_parts(modules):
    probes, nn = modules["probes"], torch.nn
    drawing = repr(nn.Sequential(nn.Linear(1, 1)))
    assert probes.in_place(drawing, "encoder", ["Linear"]) == [True]
    model = nn.Module()
    model.encoder = nn.Sequential(nn.Linear(1, 1), nn.Tanh(), nn.Sequential(nn.ReLU()))
    found = probes.in_place(repr(model), "encoder", ["Linear", "ReLU", "Sequential", "ReLU"])
    assert found == [True, False, True, False]
    model.encoder = nn.ModuleList(model.encoder)
    with pytest.raises(modules["calls"].CheckFailed, match=r"`encoder` as nn\.Sequential"):
        probes.in_place(repr(model), "encoder", ["Linear"])


@pytest.mark.parametrize("after", [lambda model: model, lambda model: model.double()])
def test_a_training_in_single_precision_is_refused_where_the_model_is_double(modules, after):
    def answer(model, x):
        model.float()
        with torch.no_grad():
            for weight in model.parameters():
                weight += 0.1
        after(model)
        return []

    state = {"0.weight": np.full((2, 2), 0.3), "0.bias": np.zeros(2)}
    with pytest.raises(modules["calls"].CheckFailed, match=r"model\.float\(\)"):
        modules["probes"].precise_training(answer, state, torch.zeros(3, 2).double())


def test_a_missing_layer_is_answered_with_the_list_of_the_text(modules):
    with pytest.raises(modules["calls"].CheckFailed, match="the text lists"):
        modules["probes"].own_network(lambda: torch.nn.Linear(2, 2), weights(), torch.zeros(1, 2))
