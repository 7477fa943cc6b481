"""Compares with the average score. Fails: predict_anomaly_flags_high_scores.

Says: the threshold that is given is not used
"""


# %%
def predict_anomaly(scores, threshold):
    return scores > np.mean(scores)
