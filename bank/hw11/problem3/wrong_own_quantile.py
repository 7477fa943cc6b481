"""Takes its own threshold. Fails: predict_anomaly_flags_high_scores.

Says: the threshold that is given is not used
"""


# %%
def predict_anomaly(scores, threshold):
    threshold = np.quantile(scores, 0.95)
    return scores > threshold
