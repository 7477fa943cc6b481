"""Flags the scores below the threshold. Fails: predict_anomaly_flags_high_scores."""


# %%
def predict_anomaly(scores, threshold):
    return scores < threshold
