"""Transposes what svd returns. Fails: pca_eig_puts_the_largest_variance_first.

Says: do not transpose
"""


# %%
def pca_eig(X, k):
    _, singular, right = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    return singular[:k] ** 2 / len(X), right[:, :k].T
