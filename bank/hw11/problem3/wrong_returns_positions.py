"""Returns the positions of the flagged events. Fails: predict_anomaly_flags_high_scores.

Says: these are positions: return one flag per event
"""


# %%
def predict_anomaly(scores, threshold):
    return np.where(scores > threshold)[0]
