"""Sets counts to 1 where it should add 1. Fails: precision_recall_counts_flags_and_anomalies.

Says: `tp += 1` adds to it
"""


# %%
def precision_recall(y_true, y_pred):
    tp = fp = fn = 0
    for t, p in zip(y_true, y_pred):
        if t == 1 and p == 1:
            tp = 1
        elif p == 1:
            fp = 1
        elif t == 1:
            fn = 1
    return (tp / (tp + fp) if tp + fp else 0.0), (tp / (tp + fn) if tp + fn else 0.0)
