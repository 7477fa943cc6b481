"""Cuts the threshold to a whole number. Fails: predict_anomaly_flags_high_scores.

Says: the threshold is cut to a whole number: keep its fraction
"""


# %%
def predict_anomaly(scores, threshold):
    return scores > int(threshold)
