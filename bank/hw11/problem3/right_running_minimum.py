"""Keeps the smallest distance so far, counts down from the highest score, fills in flags one by one. Fails: nothing."""


# %%
def nearest_center_distance2(X, centers):
    best = np.full(len(X), np.inf)
    for center in centers:
        distance2 = np.zeros(len(X))
        for column in range(X.shape[1]):
            distance2 += (X[:, column] - center[column]) ** 2
        best = np.minimum(best, distance2)
    return best


# %%
def anomaly_threshold(scores, frac=0.05):
    # Go down from the top until enough scores are reached.
    for candidate in sorted(scores, reverse=True):
        if np.mean(scores >= candidate) >= frac - 1e-9:
            break
    return float(candidate)


# %%
def predict_anomaly(scores, threshold):
    flags = np.zeros(len(scores), dtype=bool)
    for i, score in enumerate(scores):
        if score > threshold:
            flags[i] = True
    return flags
