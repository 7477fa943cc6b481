"""Prints instead of returning. Fails: predict_anomaly_flags_high_scores.

Says: the `return` line is missing
"""


# %%
def predict_anomaly(scores, threshold):
    print(scores > threshold)
