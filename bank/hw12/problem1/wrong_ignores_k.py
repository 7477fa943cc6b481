"""Returns all axes. Fails: pca_eig_puts_the_largest_variance_first.

Says: k is not used
"""


# %%
def pca_eig(X, k):
    values, vectors = np.linalg.eigh(np.cov(X, rowvar=False))
    return values[::-1], vectors[:, ::-1].T
