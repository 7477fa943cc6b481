"""Leaves the ascending order of eigh. Fails: pca_eig_puts_the_largest_variance_first.

Says: these are the smallest
"""


# %%
def pca_eig(X, k):
    values, vectors = np.linalg.eigh(np.cov(X, rowvar=False))
    return values[:k], vectors[:, :k].T
