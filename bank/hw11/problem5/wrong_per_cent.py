"""Returns per cent. Fails: precision_recall_counts_flags_and_anomalies.

Says: per cent: return shares between 0 and 1
"""


# %%
def precision_recall(y_true, y_pred):
    tp = sum(1 for a, b in zip(y_true, y_pred) if a == 1 and b == 1)
    flagged, anomalous = sum(y_pred == 1), sum(y_true == 1)
    return 100 * tp / flagged if flagged else 0, 100 * tp / anomalous if anomalous else 0
