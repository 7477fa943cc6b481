"""Flags what lies below the line. Fails: threshold_rows_have_lines_of_their_own.

Says: high scores are anomalous
"""


# %%
def threshold_rows(normal, scores, y, weights):
    rows = []
    for threshold in (lambda x: np.quantile(x, 0.4), np.median, np.mean):
        flags = [found < threshold(usual) for usual, found in zip(normal, scores, strict=True)]
        rows.append(metrics(*(np.concatenate(parts) for parts in (y, flags, weights))))
    return np.array(rows)
