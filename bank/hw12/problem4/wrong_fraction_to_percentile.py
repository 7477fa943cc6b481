"""Hands a share to np.percentile. Fails: threshold_rows_have_lines_of_their_own.

Says: np.percentile counts from 0 to 100
"""


# %%
def threshold_rows(normal, scores, y, weights):
    rows = []
    for threshold in (lambda x: np.percentile(x, 0.4), np.median, np.mean):
        flags = [found > threshold(usual) for usual, found in zip(normal, scores, strict=True)]
        rows.append(metrics(*(np.concatenate(parts) for parts in (y, flags, weights))))
    return np.array(rows)
