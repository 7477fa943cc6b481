"""Sorts the eigenvalues, not the axes. Fails: pca_eig_puts_the_largest_variance_first.

Says: axes of the smallest variance
"""


# %%
def pca_eig(X, k):
    values, vectors = np.linalg.eigh(np.cov(X, rowvar=False))
    return np.sort(values)[::-1][:k], vectors.T[:k]
