"""Gives a score that equals the threshold no flag. Fails: predict_anomaly_flags_high_scores.

Says: a score that equals the threshold gets neither 0 nor 1
"""


# %%
def predict_anomaly(scores, threshold):
    flags = []
    for s in scores:
        if s > threshold:
            flags.append(1)
        elif s < threshold:
            flags.append(0)
    return np.array(flags)
