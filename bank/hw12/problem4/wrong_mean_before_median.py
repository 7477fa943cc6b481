"""Exchanges the last two rows. Fails: threshold_rows_have_lines_of_their_own.

Says: another order
"""


# %%
def threshold_rows(normal, scores, y, weights):
    rows = []
    for threshold in (lambda x: np.quantile(x, 0.4), np.mean, np.median):
        flags = [found > threshold(usual) for usual, found in zip(normal, scores, strict=True)]
        rows.append(metrics(*(np.concatenate(parts) for parts in (y, flags, weights))))
    return np.array(rows)
