"""Takes the first eigenvalues that eigh returns. Fails: pca_eig_puts_the_largest_variance_first.

Says: the order is wrong
"""


# %%
def pca_eig(X, k):
    offset = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(offset.T @ offset / len(X))
    return values[:k], vectors[:, :k].T
