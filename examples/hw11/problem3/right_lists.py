"""Loops, a score picked from the sorted list, flags as a list of ints. Fails: nothing."""


# %%
def nearest_center_distance2(X, centers):
    scores = [min(float(((event - center) ** 2).sum()) for center in centers) for event in X]
    return np.array(scores)


# %%
def anomaly_threshold(scores, frac=0.05):
    ordered = sorted(scores)
    return ordered[int(len(ordered) * (1 - frac))]


# %%
def predict_anomaly(scores, threshold):
    return [1 if score >= threshold else 0 for score in scores]
