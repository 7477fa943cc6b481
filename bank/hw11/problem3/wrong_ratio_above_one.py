"""Divides by the threshold, which turns the comparison if that is negative. Fails: predict_anomaly_flags_high_scores.

Says: can be negative: compare them as they are
"""


# %%
def predict_anomaly(scores, threshold):
    return scores / threshold > 1
