"""Leaves a score that equals the threshold as it is. Fails: predict_anomaly_flags_high_scores.

Says: a score that equals the threshold gets neither 0 nor 1
"""


# %%
def predict_anomaly(scores, threshold):
    flags = scores.copy() * 1.0
    for i in range(len(scores)):
        if scores[i] > threshold:
            flags[i] = 1
        elif scores[i] < threshold:
            flags[i] = 0
    return flags
