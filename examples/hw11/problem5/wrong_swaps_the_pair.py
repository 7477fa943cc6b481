"""Returns recall and precision. Fails: precision_recall_counts_flags_and_anomalies.

Says: precision and recall are in the other order
"""


# %%
def precision_recall(y_true, y_pred):
    caught = ((y_true == 1) & (y_pred == 1)).sum()
    flagged, anomalous = (y_pred == 1).sum(), (y_true == 1).sum()
    precision = caught / flagged if flagged else 0.0
    recall = caught / anomalous if anomalous else 0.0
    return recall, precision
