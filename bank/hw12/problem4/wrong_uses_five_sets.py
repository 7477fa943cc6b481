"""Only the first five sets are used. Fails: threshold_rows_have_lines_of_their_own.

Says: only the first sets are used
"""


# %%
def threshold_rows(normal, scores, y, weights):
    rows = []
    for threshold in (lambda x: np.quantile(x, 0.4), np.median, np.mean):
        flags = [
            found > threshold(usual) for usual, found in zip(normal[:5], scores[:5], strict=True)
        ]
        rows.append(metrics(*(np.concatenate(parts) for parts in (y[:5], flags, weights[:5]))))
    return np.array(rows)
