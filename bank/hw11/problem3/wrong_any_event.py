"""Says whether any score is above. Fails: predict_anomaly_flags_high_scores.

Says: one number is returned for all, where one for each is wanted
"""


# %%
def predict_anomaly(scores, threshold):
    return any(score > threshold for score in scores)
