"""Gives half a flag to a score equal to the threshold. Fails: predict_anomaly_flags_high_scores.

Says: gets neither 0 nor 1
"""


# %%
def predict_anomaly(scores, threshold):
    return (np.sign(scores - threshold) + 1) / 2
