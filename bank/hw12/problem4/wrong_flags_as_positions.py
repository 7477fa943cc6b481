"""Takes 0/1 flags for positions. Fails: metrics_count_events_but_weigh_the_ams.

Says: are used, for example because
"""


# %%
def metrics(y, pred, weights, b_reg=10):
    flagged, rest = y[pred], y[~pred]
    s, b = weights[pred][flagged == 1].sum(), weights[pred][flagged == 0].sum() + b_reg
    tp, fp = float((flagged == 1).sum()), float((flagged == 0).sum())
    fn, tn = float((rest == 1).sum()), float((rest == 0).sum())
    ams = np.sqrt(2 * max((s + b) * np.log1p(s / b) - s, 0))
    root = ((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)) ** 0.5
    ratios = [(tp, tp + fp), (tp, tp + fn), (2 * tp, 2 * tp + fp + fn), (tp * tn - fp * fn, root)]
    return ams, (tp + tn) / len(y), *(top / bottom if bottom else 0.0 for top, bottom in ratios)
