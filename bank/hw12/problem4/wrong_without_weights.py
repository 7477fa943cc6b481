"""Forgets the weights. Fails: threshold_rows_have_lines_of_their_own.

Says: AMS has no weights
"""


# %%
def threshold_rows(normal, scores, y, weights):
    rows = []
    for threshold in (lambda x: np.quantile(x, 0.4), np.median, np.mean):
        flags = [found > threshold(usual) for usual, found in zip(normal, scores, strict=True)]
        rows.append(
            metrics(
                *(np.concatenate(parts) for parts in (y, flags, [np.ones(len(part)) for part in y]))
            )
        )
    return np.array(rows)
