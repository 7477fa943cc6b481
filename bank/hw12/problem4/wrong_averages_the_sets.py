"""Averages the metrics of the sets. Fails: threshold_rows_have_lines_of_their_own.

Says: of the sets
"""


# %%
def threshold_rows(normal, scores, y, weights):
    rows = []
    for threshold in (lambda x: np.quantile(x, 0.4), np.median, np.mean):
        each = [
            metrics(labels, found > threshold(usual), weight)
            for usual, found, labels, weight in zip(normal, scores, y, weights)
            if len(found)
        ]
        rows.append(np.mean(each, axis=0))
    return np.array(rows)
