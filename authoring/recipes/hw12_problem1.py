"""Reference axes, and how the learning rules and the autoencoder end from eight starts.

Homework 12, problem 1: numbers that its figures show beside the student's own.
"""

import numpy as np
import torch

#: Starting points of the stored trainings, and those that the tests repeat.
SEEDS, TRIED = range(8), range(2)


def events(ref):
    """Showers to learn from and to test with, and the former in their common unit."""
    showers, y = ref["showers"].make_showers()
    train, test = np.split(showers[y == 0], 2)
    unit = np.sqrt(train.var(axis=0).mean())
    return train, test, (train - train.mean(axis=0)) / unit


def fixed(ref):
    """Arrays in which only rounding may differ from machine to machine."""
    _, _, X = events(ref)
    eigenvalues, axes = ref["pca_eig"](X, 6)
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)
    return {"shares": eigenvalues / eigenvalues.sum(), "axes": (axes * np.sign(largest))[:3]}


def trained(ref, seeds):
    """Results from different starts, one row each.

    ``rules``: the cosine of Oja's w with the first axis, and those of Sanger's rows with the first
    two. ``autoencoders``: by how much the loss exceeds the eigenvalues left out, relative to them;
    the largest principal angle in degrees; the AUC for each kind of anomaly.
    """
    train, test, X = events(ref)
    kinds = ref["showers"].KINDS
    anomalies = {}
    for kind in kinds:
        showers, y = ref["showers"].make_showers(kind=kind)
        anomalies[kind] = showers[y == 1]
    rows = [start(ref, X, train, test, anomalies, seed) for seed in seeds]
    rules, autoencoders = (np.array(part) for part in zip(*rows, strict=True))
    return {"rules": rules, "autoencoders": autoencoders}


def start(ref, X, train, test, anomalies, seed):
    """A row of `rules` and a row of `autoencoders`."""
    rng = np.random.default_rng(100 + seed)
    eigenvalues, axes = ref["pca_eig"](X, 6)
    w, W = rng.normal(size=6), 0.3 * rng.normal(size=(2, 6))
    w = w / np.linalg.norm(w)
    for _ in range(5):
        w = ref["oja_epoch"](w, X, 0.002, rng)
    for _ in range(10):
        W = ref["sanger_epoch"](W, X, 0.002, rng)
    rows = np.array([w, *W])
    cosines = np.abs(np.sum(rows * axes[[0, 0, 1]], axis=1)) / np.linalg.norm(rows, axis=1)

    torch.manual_seed(seed)
    encoder, decoder, losses = ref["train_linear_autoencoder"](X, 2, 3000)
    left_out = X.var(axis=0).sum() * eigenvalues[2:].sum() / eigenvalues.sum()
    angles = ref["principal_angles"](decoder.weight.detach().numpy().T, axes[:2])
    product = decoder.weight.detach().numpy() @ encoder.weight.detach().numpy()

    def errors(sample):
        offset = sample - train.mean(axis=0)
        return np.sum((offset - offset @ product.T) ** 2, axis=1)

    area = ref["comparison"].area
    areas = [area(errors(test), errors(sample)) for sample in anomalies.values()]
    return cosines, [losses[-1] / left_out - 1, angles.max(), *areas]


def compare(stored, computed):
    """What must hold for stored and computed trainings on every machine."""
    for results in (stored, computed):
        assert (results["rules"] > 0.95).all()
        excess, angle = results["autoencoders"][:, :2].T
        assert (abs(excess) < 1e-4).all() and (angle < 0.1).all()
    # All starts end in the same plane, so their scores are the same.
    assert np.allclose(stored["autoencoders"][0, 2:], computed["autoencoders"][:, 2:], atol=2e-3)
