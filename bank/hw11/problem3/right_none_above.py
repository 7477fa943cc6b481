"""Rounds down, and goes above all scores where none may be flagged. Fails: nothing."""


# %%
def anomaly_threshold(scores, frac=0.05):
    n_above = int(frac * len(scores) + 1e-9)
    if n_above == 0:
        return np.max(scores) + 1
    return np.sort(scores)[-n_above]
