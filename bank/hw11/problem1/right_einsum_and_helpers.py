"""Einsum with helpers in cells of their own, type hints, n - 1 and the correlated data matrix. Fails: nothing."""

# %%
from numpy.typing import NDArray


def average(values: NDArray) -> NDArray:
    return np.einsum("ij->j", values) / values.shape[0]


# %%
def scatter(values: NDArray) -> NDArray:
    shifted = values - average(values)
    return np.einsum("ni,nj->ij", shifted, shifted, dtype=np.float64) / (len(values) - 1)


# %%
def fit_standardizer(X: NDArray) -> tuple[NDArray, NDArray]:
    constant = np.ptp(X, axis=0) == 0
    std = np.sqrt(np.diag(scatter(X)))
    return average(X), np.where(constant, 1.0, std)


# %%
def apply_standardizer(X: NDArray, mean: NDArray, std: NDArray) -> NDArray:
    return np.einsum("nj,j->nj", X - mean[None, :], 1.0 / std)


# %%
def pca_project_2d(X: NDArray, fit_to: NDArray | None = None) -> NDArray:
    sample = X if fit_to is None else fit_to
    values, vectors = np.linalg.eig(scatter(sample))
    best = np.argsort(-values.real)[:2]
    return np.einsum("nj,jk->nk", X - average(sample), vectors.real[:, best])


# %%
assert fit_standardizer(X)[0].shape == (4,)
