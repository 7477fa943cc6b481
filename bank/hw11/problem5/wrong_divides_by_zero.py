"""Divides without looking when nothing is flagged. Fails: precision_recall_counts_flags_and_anomalies.

Says: 0 divided by 0 is NaN in numpy, without an error: test each denominator by itself
"""


# %%
def precision_recall(y_true, y_pred):
    caught = ((y_true == 1) & (y_pred == 1)).sum()
    return caught / (y_pred == 1).sum(), caught / (y_true == 1).sum()
