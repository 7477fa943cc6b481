"""Returns the roots of the variances. Fails: pca_eig_puts_the_largest_variance_first.

Says: these are the standard deviations along the axes
"""


# %%
def pca_eig(X, k):
    offset = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(offset.T @ offset / (len(X) - 1))
    return np.sqrt(values[::-1][:k]), vectors[:, ::-1][:, :k].T
