"""Returns the scores above the threshold. Fails: predict_anomaly_flags_high_scores.

Says: these are the flagged scores
"""


# %%
def predict_anomaly(scores, threshold):
    return scores[scores > threshold]
