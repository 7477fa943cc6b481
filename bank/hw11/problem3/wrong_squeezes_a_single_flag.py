"""Squeezes the flags, which drops the axis of a single event. Fails: predict_anomaly_flags_high_scores.

Says: one event
"""


# %%
def predict_anomaly(scores, threshold):
    return np.squeeze(np.where(scores > threshold, 1, 0))
