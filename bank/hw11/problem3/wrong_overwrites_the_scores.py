"""Writes the flags into the scores of the caller. Fails: predict_anomaly_flags_high_scores.

Says: an in-place operation
"""


# %%
def predict_anomaly(scores, threshold):
    high = scores > threshold
    scores[high] = 1
    scores[~high] = 0
    return scores
