"""Returns a column. Fails: predict_anomaly_flags_high_scores.

Says: the result has an axis too many
"""


# %%
def predict_anomaly(scores, threshold):
    return (scores > threshold).astype(int).reshape(-1, 1)
