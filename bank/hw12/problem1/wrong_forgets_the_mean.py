"""Does not subtract the mean. Fails: pca_eig_puts_the_largest_variance_first.

Says: the mean of each feature is not subtracted
"""


# %%
def pca_eig(X, k):
    values, vectors = np.linalg.eigh(X.T @ X / len(X))
    return values[::-1][:k], vectors[:, ::-1][:, :k].T
