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
        score = fit(rng.permutation(sample) if mixed else sample, 3)
        return score(test[0])

    rng = np.random.default_rng(2)
    normal, anomalous = rng.normal(size=(40, 3)), rng.normal(size=(40, 3))
    scores, table, found = modules["probes"].contamination(
        answer, 1, normal, anomalous, (normal[:5], anomalous), [0.5], 1
    )
    assert np.shape(scores) == (5,)
    assert table.tolist() == [[3, 40, 40, 20]]
    assert abs(found[0] - early) < 0.3


def test_a_missing_layer_is_answered_with_the_list_of_the_text(modules):
    with pytest.raises(modules["calls"].CheckFailed, match="the text lists"):
        modules["probes"].own_network(lambda: torch.nn.Linear(2, 2), weights(), torch.zeros(1, 2))
