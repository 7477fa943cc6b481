"""Takes eigenvectors of correlations. Fails: pca_eig_puts_the_largest_variance_first.

Says: these belong to the correlations
"""


# %%
def pca_eig(X, k):
    spread = X.std(axis=0)
    offset = (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1)
    values, vectors = np.linalg.eigh(offset.T @ offset / len(X))
    return values[::-1][:k], vectors[:, ::-1][:, :k].T
