"""Divides by the threshold, which turns the comparison if that is negative. Fails: predict_anomaly_flags_high_scores.

Says: a division by a negative threshold turns the comparison round
"""


# %%
def predict_anomaly(scores, threshold):
    return scores / threshold > 1
