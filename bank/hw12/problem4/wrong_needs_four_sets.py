"""Takes four sets for granted. Fails: threshold_rows_have_lines_of_their_own.

Says: an index is larger than the last one
"""


# %%
def threshold_rows(normal, scores, y, weights):
    rows = []
    for threshold in (lambda x: np.quantile(x, 0.4), np.median, np.mean):
        flags = [
            found > threshold(usual) for usual, found in ((normal[n], scores[n]) for n in range(4))
        ]
        rows.append(metrics(*(np.concatenate(parts) for parts in (y, flags, weights))))
    return np.array(rows)
