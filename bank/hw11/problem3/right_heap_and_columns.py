"""One column per centre, the threshold from a heap of the highest scores, flags by indexing. Fails: nothing."""

# %%
import heapq


# %%
def nearest_center_distance2(X, centers):
    columns = [np.sum(np.square(X - c), axis=1) for c in centers]
    return np.sort(np.column_stack(columns), axis=1)[:, 0]


# %%
def anomaly_threshold(scores, frac=0.05):
    above = int(np.rint(frac * scores.size))
    return heapq.nlargest(above + 1, scores)[-1]


# %%
def predict_anomaly(scores, threshold):
    flags = np.zeros_like(scores, dtype=int)
    flags[scores > threshold] = 1
    return flags
