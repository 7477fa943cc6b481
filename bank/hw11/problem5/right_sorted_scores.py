"""Sums with einsum, scores sorted once and thresholds looked up. Fails: nothing."""


# %%
def precision_recall(y_true, y_pred):
    hits = np.einsum("i,i->", y_true, 1 * y_pred)
    return tuple(map(lambda flags: hits / max(np.sum(flags), 1), (y_pred, y_true)))


# %%
def f1_score(*both):
    return 2 * np.prod(both) / np.sum(both) if np.sum(both) > 0 else 0.0


# %%
def tail_counts(values, grid):
    """How many values lie above each threshold."""
    return len(values) - np.searchsorted(np.sort(values), grid, side="right")


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(scores_normal.min(), scores_normal.max(), n_steps)
    caught = tail_counts(scores_all[y_all == 1], grid)
    flagged = tail_counts(scores_all, grid)
    f1 = 2 * caught / (flagged + np.count_nonzero(y_all))
    k = f1.argmax()
    return grid[k], f1[k]
