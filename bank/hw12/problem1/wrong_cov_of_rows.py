"""Leaves out rowvar=False. Fails: pca_eig_puts_the_largest_variance_first.

Says: rowvar=False
"""


# %%
def pca_eig(X, k):
    values, vectors = np.linalg.eigh(np.cov(X))
    return values[::-1][:k], vectors[:, ::-1][:, :k].T
