"""Multiplies whole numbers, and makes 0 of what does not fit. Fails: metrics_count_events_but_weigh_the_ams.

Says: convert the counts to floats
"""


# %%
def metrics(y, pred, weights, b_reg=10):
    signal, flagged = y == 1, pred == 1
    s, b = weights[signal & flagged].sum(), weights[~signal & flagged].sum() + b_reg
    ams = np.sqrt(2 * ((s + b) * np.log1p(s / b) - s))
    tp, fp = np.sum(signal & flagged), np.sum(~signal & flagged)
    fn, tn = np.sum(signal & ~flagged), np.sum(~signal & ~flagged)
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0
    mcc = np.nan_to_num((tp * tn - fp * fn) / product**0.5) if product else 0.0
    return ams, (tp + tn) / len(signal), precision, recall, f1, mcc
