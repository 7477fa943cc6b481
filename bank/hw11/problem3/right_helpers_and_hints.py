"""Helpers in cells of their own, type hints, prints, a warning, names of the notebook overwritten. Fails: nothing."""

# %%
import warnings

import numpy as np

np.random.seed(1)
torch.set_default_dtype(torch.float64)
X = X[:100]
print(X.shape, y.mean())
max = 7


# %%
def squared_length(vectors: np.ndarray) -> np.ndarray:
    print("lengths of", vectors.shape)
    return np.linalg.norm(vectors, axis=-1) ** 2


# %%
def nearest_center_distance2(X: np.ndarray, centers: np.ndarray) -> np.ndarray:
    warnings.warn(f"{len(centers)} centres", stacklevel=2)
    return np.min(np.stack([squared_length(X - c) for c in centers]), axis=0)


# %%
# Does it work?
test = nearest_center_distance2(checkpoint["Z"], checkpoint["centers"])
assert test.shape == (1260,)


# %%
def anomaly_threshold(scores: np.ndarray, frac: float = 0.05) -> float:
    result = np.quantile(scores, 1 - frac, method="nearest")
    print(f"threshold {result:.3f}")
    return result


# %%
def predict_anomaly(scores: np.ndarray, threshold: float) -> np.ndarray:
    flags = ~(scores <= threshold)
    print(flags.sum(), "events flagged")
    return flags
