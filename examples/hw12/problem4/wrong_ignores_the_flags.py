"""Sums the weights of all events. Fails: metrics_count_events_but_weigh_the_ams.

Says: sum over the flagged ones
"""


# %%
def metrics(y, pred, weights, b_reg=10):
    signal, flagged = y == 1, pred == 1
    s, b = weights[signal].sum(), weights[~signal].sum() + b_reg
    tp, fp = float(np.sum(signal & flagged)), float(np.sum(~signal & flagged))
    fn, tn = float(np.sum(signal & ~flagged)), float(np.sum(~signal & ~flagged))
    root = ((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)) ** 0.5
    ratios = [(tp + tn, len(y)), (tp, tp + fp), (tp, tp + fn), (2 * tp, 2 * tp + fp + fn)]
    ratios += [(tp * tn - fp * fn, root)]
    ams = np.sqrt(2 * max((s + b) * np.log1p(s / b) - s, 0))
    return ams, *(top / bottom if bottom else 0.0 for top, bottom in ratios)
