"""Returns shares of the variance. Fails: pca_eig_puts_the_largest_variance_first.

Says: these are shares of the total variance
"""


# %%
def pca_eig(X, k):
    values, vectors = np.linalg.eigh(np.cov(X, rowvar=False))
    values = values / values.sum()
    return values[::-1][:k], vectors[:, ::-1][:, :k].T
