"""Gives the share of false alarms among the flagged events. Fails: precision_recall_counts_flags_and_anomalies.

Says: the numerator counts false alarms or missed anomalies: it must count the flagged anomalies
"""


# %%
def precision_recall(y_true, y_pred):
    flagged, anomalous = y_pred > 0, y_true > 0
    precision = (
        (flagged & ~anomalous).sum() / flagged.sum() if anomalous.any() and flagged.any() else 0.0
    )
    recall = (flagged & anomalous).sum() / anomalous.sum() if anomalous.any() else 0.0
    return precision, recall
