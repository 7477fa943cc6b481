"""Lets np.cov take events for features. Fails: pca_eig_puts_the_largest_variance_first.

Says: np.cov takes rows for features
"""


# %%
def pca_eig(X, k):
    values, vectors = np.linalg.eigh(np.cov(X))
    return values[::-1][:k], vectors[:, ::-1][:, :k].T
