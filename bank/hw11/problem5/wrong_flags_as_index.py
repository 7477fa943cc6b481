"""Uses labels and flags of 0 and 1 as an index where a mask is meant. Fails: precision_recall_counts_flags_and_anomalies.

Says: make a mask
"""


# %%
def precision_recall(y_true, y_pred):
    precision = y_true[y_pred].mean() if y_pred.any() else 0.0
    recall = y_pred[y_true].mean() if y_true.any() else 0.0
    return precision, recall
