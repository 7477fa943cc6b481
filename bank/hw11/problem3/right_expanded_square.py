"""Expands the square into a matrix product, partitions the scores, 8-bit flags. Fails: nothing."""


# %%
def nearest_center_distance2(X, centers):
    cross = X @ centers.T
    table = (X**2).sum(axis=1, keepdims=True) - 2 * cross + (centers**2).sum(axis=1)
    return np.clip(table, 0, None).min(axis=1)


# %%
def anomaly_threshold(scores, frac=0.05):
    n = len(scores)
    k = min(n - round(frac * n), n - 1)
    return np.partition(scores, k)[k]


# %%
def predict_anomaly(scores, threshold):
    return (scores >= threshold).astype(np.uint8)
