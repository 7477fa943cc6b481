"""How far right samples of the prior scatter: nothing else in problem 3 is left to chance."""

import numpy as np

from bank.calibrate import chance_above

#: Samples that are drawn, their events, and the tolerance of the grade cell.
DRAWS, EVENTS, TOLERANCE = 2000, 4000, 0.15
#: Standard deviation of noise that is only a little too wide: real mistakes, such as uniform
#: noise or a forgotten decoder, are further off.
NEAREST = 1.15


def deviation(z):
    """What the grade cell looks at: the largest of all means, covariances and lagged products."""
    off = np.cov(z.T) - np.eye(z.shape[1])
    lags = np.mean(z[1:] * z[:-1], axis=0)
    return max(np.abs(z.mean(axis=0)).max(), np.abs(off).max(), np.abs(lags).max())


def calibrate():
    """Lines of the file of tolerances for this problem."""
    rng = np.random.default_rng(0)
    found = np.array([deviation(rng.standard_normal((EVENTS, 3))) for _ in range(DRAWS)])
    wrong = min(deviation(NEAREST * rng.standard_normal((EVENTS, 3))) for _ in range(100))
    return {
        "sample_prior_decodes_normal_noise": {
            **{f"quantile {q:g}": float(np.quantile(found, q)) for q in (0.5, 0.99, 1.0)},
            "nearest_mistake": float(wrong),
            "tolerance": TOLERANCE,
            "chance_of_failing": float(chance_above(found, TOLERANCE)),
        }
    }
