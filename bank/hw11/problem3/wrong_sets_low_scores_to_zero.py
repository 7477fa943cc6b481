"""Keeps the scores where they are high. Fails: predict_anomaly_flags_high_scores.

Says: these are scores, not flags
"""


# %%
def predict_anomaly(scores, threshold):
    return np.where(scores > threshold, scores, 0)
