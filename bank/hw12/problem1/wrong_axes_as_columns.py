"""Returns the axes as columns. Fails: pca_eig_puts_the_largest_variance_first.

Says: axes are rows here
"""


# %%
def pca_eig(X, k):
    offset = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(offset.T @ offset / len(X))
    return values[::-1][:k], vectors[:, ::-1][:, :k]
