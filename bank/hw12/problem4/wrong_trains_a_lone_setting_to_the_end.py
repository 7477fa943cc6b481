"""A lone setting gets all. Fails: search_settings_halves_by_validation_loss.

Says: the last setting is trained on once more when it is alone
"""


# %%
def search_settings(curves, first=1):
    n_settings, n_starts, n_epochs = curves.shape
    losses = np.where(np.isfinite(curves), curves, np.inf).mean(axis=1)
    left, epochs, cost = np.arange(n_settings), 0, 0
    while epochs < n_epochs:
        more = n_epochs if len(left) == 1 else min(2 * epochs or first, n_epochs)
        cost += len(left) * n_starts * (more - epochs)
        epochs = more
        if len(left) > 1 and epochs < n_epochs:
            order = np.argsort(losses[left, epochs - 1], kind="stable")
            left = np.sort(left[order[: (len(left) + 1) // 2]])
    return int(left[np.argmin(losses[left, epochs - 1])]), cost
