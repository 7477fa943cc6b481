"""Einsum, functools and a lambda; the quantile of the reversed scores; a ufunc for the flags. Fails: nothing."""

# %%
from functools import reduce


# %%
def nearest_center_distance2(X, centers):
    steps = (X - center for center in centers)
    return reduce(np.minimum, map(lambda d: np.einsum("ij,ij->i", d, d), steps))


# %%
def anomaly_threshold(scores, frac=0.05):
    return -np.quantile(-scores, frac, method="inverted_cdf")


# %%
def predict_anomaly(scores, threshold):
    return np.greater_equal(scores, threshold)
