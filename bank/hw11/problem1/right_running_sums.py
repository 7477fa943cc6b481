"""One pass with running sums, lambda and functools, subspace iteration until the axes stand still. Fails: nothing."""

# %%
import math
from functools import partial, reduce


def update(state, event):
    n, mean, squares = state
    step = event - mean
    mean = mean + step / (n + 1)
    return n + 1, mean, squares + step * (event - mean)


# %%
def fit_standardizer(X):
    first = X[0].astype(float)
    n, mean, squares = reduce(update, X[1:].astype(float), (1, first, np.zeros_like(first)))
    changes = map(lambda column: column.max() != column.min(), X.T)
    return mean, np.array([math.sqrt(s / n) if c else 1 for c, s in zip(changes, squares)])


# %%
def apply_standardizer(X, mean, std):
    shifted = map(partial(np.subtract, X), [mean])
    return reduce(lambda Z, s: Z / s, [std], next(shifted))


# %%
def pca_project_2d(X, fit_to=None):
    sample = (X if fit_to is None else fit_to).astype(float)
    origin = sample.mean(axis=0)
    centered = sample - origin
    rng = np.random.default_rng(1)
    V = np.linalg.qr(rng.normal(size=(X.shape[1], 2)))[0]
    for step in range(5000):
        W = np.linalg.qr(centered.T @ (centered @ V))[0]
        change = 1 - np.abs(np.sum(V * W, axis=0)).min()
        V = W
        if change < 1e-14:
            print("stopped after", step, "steps")
            break
    return (X - origin) @ V
