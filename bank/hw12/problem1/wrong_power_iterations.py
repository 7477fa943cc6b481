"""Stops a power iteration before it has arrived. Fails: pca_eig_puts_the_largest_variance_first.

Says: two variances are nearly equal
"""


# %%
def pca_eig(X, k):
    offset = X - X.mean(axis=0)
    S = offset.T @ offset / len(X)
    values, axes = [], []
    for _ in range(k):
        v = np.arange(1.0, len(S) + 1)
        for _ in range(300):
            v = S @ v
            v = v / np.linalg.norm(v)
        values.append(v @ S @ v)
        axes.append(v)
        S = S - values[-1] * np.outer(v, v)
    return np.array(values), np.array(axes)
