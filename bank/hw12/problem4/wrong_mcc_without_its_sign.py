"""Loses the sign of MCC. Fails: metrics_of_flags_labels_and_weights.

Says: the sign is lost
"""


# %%
def metrics(y, pred, weights):
    y, p = np.asarray(y) == 1, np.asarray(pred) == 1
    tp, fp, fn, tn = (float(np.sum(m)) for m in (y & p, ~y & p, y & ~p, ~y & ~p))

    def ratio(a, b):
        return a / b if b else 0.0

    s, b = weights[y & p].sum(), weights[~y & p].sum() + 10
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    values = {
        "accuracy": (tp + tn) / len(y),
        "precision": ratio(tp, tp + fp),
        "recall": ratio(tp, tp + fn),
        "F1": ratio(2 * tp, 2 * tp + fp + fn),
        "MCC": abs(ratio(tp * tn - fp * fn, product**0.5)),
        "AMS": np.sqrt(2 * ((s + b) * np.log1p(s / b) - s)),
    }
    return values
