"""Cuts the scores to whole numbers. Fails: predict_anomaly_flags_high_scores.

Says: the scores are cut to whole numbers: keep the fractions
"""


# %%
def predict_anomaly(scores, threshold):
    return np.array([1 if int(s) >= threshold else 0 for s in scores])
