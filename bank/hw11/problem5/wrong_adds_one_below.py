"""Adds one to each denominator so that none is zero. Fails: precision_recall_counts_flags_and_anomalies.

Says: 1 is added to the denominators
"""


# %%
def precision_recall(y_true, y_pred):
    tp = np.dot(y_true, y_pred)
    return tp / (y_pred.sum() + 1), tp / (y_true.sum() + 1)
