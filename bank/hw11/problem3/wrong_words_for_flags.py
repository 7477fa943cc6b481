"""Writes words instead of flags. Fails: predict_anomaly_flags_high_scores.

Says: return one flag per event, 0 or 1 (or False or True), set where the score is above the threshold
"""


# %%
def predict_anomaly(scores, threshold):
    return np.where(scores > threshold, "anomaly", "normal")
