"""Flags with 1 and -1. Fails: predict_anomaly_flags_high_scores.

Says: flags are 0 and 1, not -1 and 1
"""


# %%
def predict_anomaly(scores, threshold):
    return np.where(scores > threshold, 1, -1)
