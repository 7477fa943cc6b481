"""Takes thresholds from what is to be judged. Fails: threshold_rows_have_lines_of_their_own.

Says: thresholds are those of the test events
"""


# %%
def threshold_rows(normal, scores, y, weights):
    rows = []
    for threshold in (lambda x: np.quantile(x, 0.4), np.median, np.mean):
        flags = [
            found > threshold(found if len(found) else usual)
            for usual, found in zip(normal, scores, strict=True)
        ]
        rows.append(metrics(*(np.concatenate(parts) for parts in (y, flags, weights))))
    return np.array(rows)
