"""Prints, warnings, type hints, star imports, and names of the notebook and the checks redefined. Fails: nothing."""

# %%
import warnings
from math import *
from random import *

np.random.seed(0)
X, Z, labels, centers, k, n_steps = None, None, [], {}, 17, -1
events, line, start, cloud, nearest, average, alternate = 1, 2, 3, 4, 5, 6, 7
expect = call = parts = array = tried = None


# %%
def assign_clusters(X: np.ndarray, centers: np.ndarray) -> np.ndarray:
    print("distances of", X.shape, "to", centers.shape)
    d2 = np.zeros((X.shape[0], centers.shape[0]))
    for f in range(X.shape[1]):
        d2 += np.subtract.outer(X[:, f], centers[:, f]) ** 2
    return np.nanargmin(d2, axis=1).astype(np.uint8)


# %%
def update_centers(X: np.ndarray, labels: np.ndarray, k: int) -> np.ndarray:
    """Averages of slices that may be empty: numpy then warns and gives NaN."""
    warnings.warn("there may be an empty cluster")
    return np.stack([np.mean(X[labels == j], axis=0) for j in range(k)]).astype(np.float32)


# %%
print("now the steps")


# %%
def run_kmeans(
    X: np.ndarray, init_centers: np.ndarray, n_steps: int = 10, verbose: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    centers = np.array(init_centers, dtype=np.float64)
    previous = None
    for i in range(1, n_steps + 1):
        labels = assign_clusters(X, centers)
        new = update_centers(X, labels, k=centers.shape[0])
        centers[~np.isnan(new)] = new[~np.isnan(new)]
        if verbose:
            print(f"step {i}/{n_steps}", centers)
        if previous is not None and np.array_equal(previous, centers):
            print("at rest")
            break
        previous = centers.copy()
    return labels, centers


# %%
del tried, parts
