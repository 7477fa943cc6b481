"""Flags the scores below the threshold. Fails: predict_anomaly_flags_high_scores.

Says: the other way round: high scores are anomalous
"""


# %%
def predict_anomaly(scores, threshold):
    return scores < threshold
