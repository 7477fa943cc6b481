"""Says precision 1 where nothing is flagged. Fails: precision_recall_counts_flags_and_anomalies.

Says: a share of nothing is 0 by our contract, not 1
"""


# %%
def precision_recall(y_true, y_pred):
    hit = np.logical_and(y_true, y_pred).sum()
    n_flagged, n_anomalous = np.count_nonzero(y_pred), np.count_nonzero(y_true)
    precision = hit / n_flagged if n_flagged else 1.0
    recall = hit / n_anomalous if n_anomalous else 1.0
    return precision, recall
