"""Gives half a flag to a score equal to the threshold. Fails: predict_anomaly_flags_high_scores.

Says: gets half a flag
"""


# %%
def predict_anomaly(scores, threshold):
    return (np.sign(scores - threshold) + 1) / 2
