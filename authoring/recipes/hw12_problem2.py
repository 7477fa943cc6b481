"""What eight starting points give for sigmoid, linear and ReLU autoencoders in problem 2."""

import numpy as np
import torch
from torch import nn

#: Starting points of the stored trainings, and of those that the tests repeat.
SEEDS, TRIED = range(8), range(1)
MASSES = (1100, 2000, 3000)
ACTIVATIONS = (nn.Sigmoid, nn.Identity, nn.ReLU)


def fixed(ref):
    """There are none: the notebook makes its events itself."""
    return {}


def trained(ref, seeds):
    """AUC by start, network and mass, shape (n, 3, 3), and final losses, shape (n, 3)."""
    graviton = ref["graviton"]
    signal = [graviton.graviton_events(1500, mass, seed=1) for mass in MASSES]
    scaled = ref["split_then_scale"](
        graviton.qcd_events(10_000, seed=0), np.concatenate(signal), np.random.default_rng(12)
    )
    train, test, signal = (torch.tensor(np.asarray(part, np.float32)) for part in scaled)
    results = [
        [start(ref, activation, seed, train, test, signal) for activation in ACTIVATIONS]
        for seed in seeds
    ]
    results = np.array(results, dtype=np.float32)
    return {"areas": results[:, :, :3], "losses": results[:, :, 3]}


def start(ref, activation, seed, train, test, signal):
    """AUC for each mass, and final loss, of one training."""
    torch.manual_seed(seed)
    model = ref["SigmoidAutoencoder"](22, 18)
    model.encoder = nn.Sequential(nn.Linear(22, 18), activation())
    scheduler = ref["PlateauScheduler"](1e-2, threshold=1e-2)
    losses, _ = ref["train"](model, train, scheduler, n_steps=400, lr=1e-2)
    with torch.no_grad():
        background, *anomalous = (
            ((model(x) - x) ** 2).mean(1).numpy() for x in (test, *signal.chunk(3))
        )
    return [*(ref["comparison"].area(background, scores) for scores in anomalous), losses[-1]]


def compare(stored, computed):
    """What must hold for stored and computed trainings on every machine."""
    # A linear network keeps another set of directions from each start and on each machine, and its
    # AUC wanders with them; the sigmoids' AUC and all losses hardly do.
    for found in (stored, computed):
        sigmoid, linear, relu = found["losses"].T
        assert np.all((sigmoid > 0.05) & (sigmoid < 0.3))
        assert np.all(linear < 0.012) and np.all(relu < 0.03)
        areas = found["areas"]
        assert np.all((areas[:, 0] > [0.76, 0.84, 0.93]) & (areas[:, 0] < [0.96, 0.96, 0.99]))
        assert np.all((areas[:, 1:] > 0.65) & (areas[:, 1:] < 0.97))
    assert np.std(stored["areas"][:, 1, 1]) > 2 * np.std(stored["areas"][:, 0, 1])
