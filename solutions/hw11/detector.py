"""Toy detector events: two populations of normal events and a rare, displaced anomaly.

Read it freely; every notebook of this homework takes its events from here. The populations are
normal distributions, so a few displacements and widths come out below zero: this is a toy.
"""

import numpy as np

#: Columns of an event, with units: reconstructed energy, radial displacement of the vertex
#: from the beam line, offset of the arrival time, and the width of the shower.
FEATURES = ("E [GeV]", "R [mm]", "T [ns]", "S [cm]")

# Each population is a normal distribution, given as (mean, covariance) over E, R, T, S.
NORMAL_1 = (
    [4.8, 1.4, 0.1, 0.9],
    [
        [0.30, 0.05, 0.00, 0.02],
        [0.05, 0.20, 0.01, 0.03],
        [0.00, 0.01, 0.15, 0.01],
        [0.02, 0.03, 0.01, 0.12],
    ],
)
NORMAL_2 = (
    [7.3, 2.7, -0.4, 1.9],
    [
        [0.45, 0.02, 0.03, 0.04],
        [0.02, 0.28, 0.01, 0.05],
        [0.03, 0.01, 0.18, 0.00],
        [0.04, 0.05, 0.00, 0.20],
    ],
)
ANOMALOUS = (
    [10.5, 4.6, 2.0, 3.0],
    [
        [0.55, 0.10, 0.05, 0.00],
        [0.10, 0.35, 0.02, 0.02],
        [0.05, 0.02, 0.25, 0.01],
        [0.00, 0.02, 0.01, 0.25],
    ],
)


def draw(
    rng: np.random.Generator, mean: list[float], covariance: list[list[float]], size: int
) -> np.ndarray:
    """Draw events of one population, the same ones on every computer.

    This is what numpy's ``multivariate_normal`` does, except that the sign of each axis is fixed:
    programs for linear algebra differ in it, and with a sign all events are others.
    """
    _, variances, axes = np.linalg.svd(covariance)
    signs = [-1, -1, -1, 1] * np.sign(np.diag(axes))
    factor = (signs * np.sqrt(variances))[:, None] * axes
    return mean + rng.standard_normal((size, 4)) @ factor


def make_detector_data(
    n_normal: int = 1200, n_anomaly: int = 60, seed: int = 7
) -> tuple[np.ndarray, np.ndarray]:
    """Draw normal and anomalous events.

    Parameters
    ----------
    n_normal : int
        Number of normal events; the first ``n_normal // 2`` come from the first population.
    n_anomaly : int
        Number of anomalous events.
    seed : int
        Seed of ``numpy.random.default_rng``. The same seed gives the same events.

    Returns
    -------
    X : ndarray of shape (n_normal + n_anomaly, 4), float32
        One event per row, columns as in `FEATURES`: the normal events first, then the anomalies.
    y : ndarray of shape (n_normal + n_anomaly,), int64
        0 for a normal event, 1 for an anomalous one.
    """
    rng = np.random.default_rng(seed)
    n_first = n_normal // 2
    events = [
        draw(rng, mean, covariance, size)
        for (mean, covariance), size in (
            (NORMAL_1, n_first),
            (NORMAL_2, n_normal - n_first),
            (ANOMALOUS, n_anomaly),
        )
    ]
    X = np.concatenate(events).astype(np.float32)
    y = np.repeat(np.array([0, 1], dtype=np.int64), [n_normal, n_anomaly])
    return X, y
