"""Returns the axes before the eigenvalues. Fails: pca_eig_puts_the_largest_variance_first.

Says: axes come second
"""


# %%
def pca_eig(X, k):
    values, vectors = np.linalg.eigh(np.cov(X, rowvar=False))
    return vectors[:, ::-1][:, :k].T, values[::-1][:k]
