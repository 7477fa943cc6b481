"""Writes words instead of flags. Fails: predict_anomaly_flags_high_scores.

Says: not words
"""


# %%
def predict_anomaly(scores, threshold):
    return np.where(scores > threshold, "anomaly", "normal")
