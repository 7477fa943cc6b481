"""Returns shares of the variance. Fails: pca_eig_puts_the_largest_variance_first.

Says: these are shares of the total variance
"""


# %%
def pca_eig(X, k):
    offset = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(offset.T @ offset / len(X))
    return values[::-1][:k] / values.sum(), vectors[:, ::-1][:, :k].T
