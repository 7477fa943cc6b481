"""Returns a column. Fails: predict_anomaly_flags_high_scores.

Says: this is a column: return one axis
"""


# %%
def predict_anomaly(scores, threshold):
    return (scores > threshold).astype(int).reshape(-1, 1)
