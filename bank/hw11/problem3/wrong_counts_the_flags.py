"""Returns how many events are flagged. Fails: predict_anomaly_flags_high_scores.

Says: this is the number of flagged events
"""


# %%
def predict_anomaly(scores, threshold):
    return np.sum(scores > threshold)
