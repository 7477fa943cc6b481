"""Reference axes, and how the learning rules and the autoencoder end from eight starts.

Homework 12, problem 1: numbers that its figures show beside the student's own.
"""

import numpy as np

#: Starting points of the stored trainings, and those that the tests repeat.
SEEDS, TRIED = range(8), range(2)
#: Epochs of Sanger's rule and of the autoencoder, and what the latter is trained with.
SANGER_EPOCHS, EPOCHS, BATCH_SIZE, LR = 10, 30, 50, 0.02


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

    ``oja``: the cosine of w with the first axis after five epochs. ``sanger``: before the first
    and after each epoch the angles in degrees of its two rows to the first two axes. ``plane``:
    after each epoch of the autoencoder the largest principal angle in degrees. ``areas``: its AUC
    for each kind of anomaly.
    """
    train, test, X = events(ref)
    kinds = ref["showers"].KINDS
    anomalies = {}
    for kind in kinds:
        showers, y = ref["showers"].make_showers(kind=kind)
        anomalies[kind] = showers[y == 1]
    _, axes = ref["pca_eig"](X, 2)
    rows = []
    for seed in seeds:
        rng = np.random.default_rng(100 + seed)
        rules = oja(ref, rng, X, axes), sanger(ref, rng, X, axes)
        rows.append([*rules, *autoencoder(ref, rng, X, axes, train, test, anomalies)])
    columns = (np.array(column) for column in zip(*rows, strict=True))
    return dict(zip(("oja", "sanger", "plane", "areas"), columns, strict=True))


def oja(ref, rng, X, axes):
    """The cosine of the angle to the first axis after five epochs."""
    w = rng.normal(size=6)
    w = w / np.linalg.norm(w)
    for _ in range(5):
        w, lengths = ref["oja_epoch"](w, X, 0.002, rng.permutation(len(X)))
    return abs(w @ axes[0]) / lengths[-1]


def sanger(ref, rng, X, axes):
    """Angles of two rows to the first two axes before and after each epoch, in degrees."""
    W = 0.3 * rng.normal(size=(2, 6))
    path = [W]
    for _ in range(SANGER_EPOCHS):
        path.append(ref["sanger_epoch"](path[-1], X, 0.002, rng.permutation(len(X))))
    cosines = np.abs(np.sum(np.array(path) * axes, axis=2)) / np.linalg.norm(path, axis=2)
    return np.degrees(np.arccos(np.minimum(cosines, 1)))


def autoencoder(ref, rng, X, axes, train, test, anomalies):
    """Angles to the principal plane after each epoch in degrees, and the AUC for each kind."""
    E, D = 0.1 * rng.normal(size=(2, 6)), 0.1 * rng.normal(size=(6, 2))
    angles = []
    for _ in range(EPOCHS):
        order = rng.permutation(len(X))[None]
        E, D, _ = ref["train_linear_autoencoder"](X, E, D, order, BATCH_SIZE, LR)
        angles.append(ref["principal_angles"](D, axes.T).max())

    def errors(sample):
        offset = sample - train.mean(axis=0)
        return np.sum((offset - offset @ E.T @ D.T) ** 2, axis=1)

    area = ref["comparison"].area
    return angles, [area(errors(test), errors(sample)) for sample in anomalies.values()]


def compare(stored, computed):
    """What must hold for stored and computed trainings on every machine."""
    for results in (stored, computed):
        assert (results["oja"] > 0.95).all()
        assert (results["sanger"][:, -1] < 15).all()
        assert (results["plane"][:, -1] < 5).all()
        # All starts end near the same plane, so their scores are nearly the same.
        assert (np.ptp(results["areas"], axis=0) < 0.05).all()
    # From the same start only rounding makes a difference, which descent does not enlarge.
    assert np.allclose(stored["areas"][: len(computed["areas"])], computed["areas"], atol=0.005)
