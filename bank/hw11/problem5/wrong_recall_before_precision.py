"""Returns the recall first. Fails: precision_recall_counts_flags_and_anomalies.

Says: precision and recall are in the other order
"""


# %%
def precision_recall(y_true, y_pred):
    caught = np.sum(y_true[y_pred == 1])
    recall = caught / np.sum(y_true) if np.sum(y_true) > 0 else 0.0
    precision = caught / np.sum(y_pred) if np.sum(y_pred) > 0 else 0.0
    return recall, precision
