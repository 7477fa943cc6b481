"""Flags as 0 and 1 pick the first two events for the AMS. Fails:
metrics_count_events_but_weigh_the_ams.

Says: pick the events 0 and 1
"""


# %%
def metrics(y, pred, weights, b_reg=10):
    signal, flagged = y == 1, pred == 1
    labels, loads = y[pred], weights[pred]
    s, b = loads[labels == 1].sum(), loads[labels == 0].sum() + b_reg
    ams = np.sqrt(2 * max((s + b) * np.log1p(s / b) - s, 0))
    tp, fp = float(np.sum(signal & flagged)), float(np.sum(~signal & flagged))
    fn, tn = float(np.sum(signal & ~flagged)), float(np.sum(~signal & ~flagged))
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0
    mcc = (tp * tn - fp * fn) / product**0.5 if product else 0.0
    return ams, (tp + tn) / len(signal), precision, recall, f1, mcc
