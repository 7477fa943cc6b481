"""Divides each feature by its spread. Fails: pca_eig_puts_the_largest_variance_first.

Says: these belong to the correlations
"""


# %%
def pca_eig(X, k):
    offset = X - X.mean(axis=0)
    spread = np.maximum(X.std(axis=0), 1e-12)
    offset = offset / spread
    values, vectors = np.linalg.eigh(offset.T @ offset / len(X))
    return values[::-1][:k], vectors[:, ::-1][:, :k].T
