"""Star imports, prints, warnings, and helper names that the checks use too. Fails: nothing."""

# %%
import warnings
from numpy import *
from torch import *

expect, call, parts, checks, rng = 1, 2, 3, 4, 5
events, mean, std, want, own = 6, 7, 8, 9, 10
len, max, list = 11, 12, 13


# %%
def fit_standardizer(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    print("fitting", X.shape)
    warnings.warn("this sample looks small")
    spread = X.std(0)
    return X.mean(0), np.where(X.max(0) > X.min(0), spread, 1)


# %%
def center(values, origin):
    return values - origin


# %%
def pca_project_2d(X, fit_to=None):
    print("projecting")
    fit_to = X if fit_to is None else fit_to
    o = np.mean(fit_to, axis=0, keepdims=True)
    vt = np.linalg.svd(center(fit_to, o))[2]
    return np.stack([center(X, o) @ vt[0], center(X, o) @ vt[1]], axis=1)


# %%
del len, max, list
