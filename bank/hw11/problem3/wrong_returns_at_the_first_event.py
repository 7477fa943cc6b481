"""Returns inside the loop. Fails: predict_anomaly_flags_high_scores.

Says: since `return` stands inside it
"""


# %%
def predict_anomaly(scores, threshold):
    for s in scores:
        if s > threshold:
            return 1
        else:
            return 0
