"""Returns the axes first. Fails: pca_eig_puts_the_largest_variance_first.

Says: eigenvalues and axes are exchanged
"""


# %%
def pca_eig(X, k):
    offset = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(offset.T @ offset / len(X))
    return vectors[:, ::-1][:, :k].T, values[::-1][:k]
