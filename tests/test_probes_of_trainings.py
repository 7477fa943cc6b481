"""How checks ask networks of a student's own build, schedulers, and trainings with functions."""

import numpy as np
import pytest
import torch
from torch import nn

from authoring.solved import modules_in
from grading.course.notebooks import ROOT


@pytest.fixture(scope="module")
def modules():
    return modules_in(ROOT / "modules")


@pytest.fixture(scope="module")
def probes(modules):
    return modules["probes"]


class Twice(nn.Module):
    """Two layers, of which a test may choose how they are kept."""

    def __init__(self, encoder=lambda: nn.Linear(2, 1), decoder=lambda: nn.Linear(1, 2)):
        super().__init__()
        self.encoder, self.decoder = encoder(), decoder()

    def forward(self, x):
        return self.decoder(self.encoder(x))


WEIGHTS = {
    "encoder.weight": np.array([[2.0, 3.0]]),
    "encoder.bias": np.array([1.0]),
    "decoder.weight": np.array([[1.0], [-1.0]]),
    "decoder.bias": np.array([0.0, 4.0]),
}
X = torch.tensor([[1.0, 1.0]])


def test_parts_of_a_network_are_found_under_any_name(probes):
    for encoder in (lambda: nn.Linear(2, 1), lambda: nn.Sequential(nn.Identity(), nn.Linear(2, 1))):
        xhat, z, decoded, *slopes = probes.autoencoder(Twice, WEIGHTS, X, encoder=encoder)
        assert xhat.tolist() == [[6.0, -2.0]] and z.tolist() == [[6.0]]
        # The decoder by itself: z and 4 - z of another hidden unit.
        assert decoded.sum().item() == 4 and decoded.shape == (1, 2)
        assert [tuple(slope.shape) for slope in slopes] == [(1, 2), (1, 2), (1,), (2, 1), (2,)]


@pytest.mark.parametrize(
    "encoder, decoder, words",
    [
        (lambda: [nn.Linear(2, 1)], lambda: nn.Linear(1, 2), "assign a layer, or several"),
        (lambda: nn.Linear(1, 2), lambda: nn.Linear(2, 1), "encoder and decoder are exchanged"),
        (lambda: nn.Linear(2, 3), lambda: nn.Linear(3, 2), "the layers have fixed sizes"),
        (lambda: nn.Linear(2, 1), lambda: nn.Linear(1, 2, bias=False), "one nn.Linear with its"),
        (
            lambda: nn.Sequential(nn.Linear(2, 1), nn.Linear(1, 1)),
            lambda: nn.Linear(1, 2),
            "one matrix in the part `encoder`",
        ),
    ],
)
def test_parts_of_another_build_are_refused(probes, modules, encoder, decoder, words):
    with pytest.raises(modules["calls"].CheckFailed, match=words):
        probes.autoencoder(Twice, WEIGHTS, X, encoder=encoder, decoder=decoder)


def test_a_network_that_returns_more_than_its_reconstruction_is_told_so(probes, modules):
    class Both(Twice):
        def forward(self, x):
            return super().forward(x), self.encoder(x)

    with pytest.raises(modules["calls"].CheckFailed, match="returns xhat alone"):
        probes.autoencoder(Both, WEIGHTS, X)


class Halves:
    """Halves the rate at each loss above the first one, or at the first of all schedulers."""

    first = None

    def __init__(self, lr, shared=False):
        self.lr, self.shared, self.own = lr, shared, None

    def step(self, loss):
        if self.shared:
            Halves.first = Halves.first or loss
        self.own = self.own or loss
        if loss > (Halves.first if self.shared else self.own):
            self.lr /= 2
        return self.lr


def test_a_scheduler_is_asked_loss_by_loss_after_another_one(probes):
    rates, kept = probes.scheduler(Halves, [1.0, 2.0, 0.5, 3.0], lr=8.0)
    assert rates == kept == [8.0, 4.0, 4.0, 2.0]
    assert probes.scheduler(Halves, [1.0, 2.0], lr=8.0, shared=True)[0] == [4.0, 2.0]


def test_a_scheduler_that_returns_nothing_is_told_so(probes, modules):
    class Silent(Halves):
        def step(self, loss):
            super().step(loss)

    with pytest.raises(modules["calls"].CheckFailed, match="stands in one branch only"):
        probes.scheduler(Silent, [1.0], lr=1.0)


LINE = {"weight": np.eye(2), "bias": np.zeros(2)}


def test_a_training_is_told_rates_and_the_losses_it_tells_are_kept(probes):
    def train(model, x, schedule=None, n_steps=3):
        rates = [schedule(float(step)) if schedule else 1.0 for step in range(n_steps)]
        with torch.no_grad():
            model.bias += sum(rates)
        return [0.0] * n_steps, rates

    losses, rates, asked, weights = probes.scheduled(train, LINE, X, rates=[0.5, 0.25], n_steps=3)
    assert losses == [0.0] * 3 and rates == [0.5, 0.25, 0.25] and asked.tolist() == [0.0, 1.0, 2.0]
    assert weights.tolist() == [1.0, 0.0, 0.0, 1.0, 1.0, 1.0]
    _, rates, asked, _ = probes.scheduled(train, LINE, X)
    assert rates == [1.0] * 3 and asked.size == 0


def test_a_network_is_measured_as_it_is_at_that_moment(probes):
    def train(model, x, levels, measure):
        before = measure(model)
        with torch.no_grad():
            model.bias += 3.0
        return levels, [before, measure(model)]

    steps, values, weights = probes.measured(train, LINE, X, [1.0, 1.0], X)
    assert steps.tolist() == [1.0, 1.0] and values == [1.0, 4.0]
    assert weights.tolist() == [1.0, 0.0, 0.0, 1.0, 3.0, 3.0]


@pytest.mark.parametrize("result", [None, {"steps": 1}, np.ones(3), [1.0]])
def test_other_than_two_results_are_refused(probes, modules, result):
    with pytest.raises(modules["calls"].CheckFailed, match="2 results: losses, rates"):
        probes.scheduled(lambda model, x: result, LINE, X)
