"""Appends for anomalous events only. Fails: predict_anomaly_flags_high_scores.

Says: only flagged events get an entry
"""


# %%
def predict_anomaly(scores, threshold):
    flags = []
    for s in scores:
        if s > threshold:
            flags.append(1)
    return np.array(flags)
