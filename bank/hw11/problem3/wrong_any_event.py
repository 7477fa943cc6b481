"""Says whether any score is above. Fails: predict_anomaly_flags_high_scores.

Says: only one flag is returned for all events
"""


# %%
def predict_anomaly(scores, threshold):
    return any(score > threshold for score in scores)
