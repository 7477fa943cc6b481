"""Takes the absolute value of the scores. Fails: predict_anomaly_flags_high_scores.

Says: the signs of the scores are lost: scores can be negative, compare them as they are
"""


# %%
def predict_anomaly(scores, threshold):
    return np.abs(scores) > threshold
