"""Gives the share of right decisions as precision. Fails: precision_recall_counts_flags_and_anomalies.

Says: this is the accuracy
"""


# %%
def precision_recall(y_true, y_pred):
    precision = np.mean(y_true == y_pred) if y_pred.any() else 0.0
    recall = np.mean(y_pred[y_true == 1]) if y_true.any() else 0.0
    return precision, recall
