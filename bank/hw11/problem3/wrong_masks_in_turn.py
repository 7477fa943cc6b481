"""Writes flags over the scores, and looks at these again. Fails: predict_anomaly_flags_high_scores.

Says: make both masks of the scores before you write flags
"""


# %%
def predict_anomaly(scores, threshold):
    flags = scores.copy()
    flags[flags > threshold] = 1
    flags[flags <= threshold] = 0
    return flags
