"""Turns the eigenvalues round, and not the axes. Fails: pca_eig_puts_the_largest_variance_first.

Says: the largest comes first, with its axis
"""


# %%
def pca_eig(X, k):
    offset = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(offset.T @ offset / len(X))
    return values[::-1][:k], vectors[:, :k].T
