"""Asks an array for one truth value. Fails: predict_anomaly_flags_high_scores.

Says: if scores > threshold
Says: more than one element is ambiguous
"""


# %%
def predict_anomaly(scores, threshold):
    if scores > threshold:
        return 1
    return 0
