"""Takes the last k, still ascending. Fails: pca_eig_puts_the_largest_variance_first.

Says: the smaller one comes first
"""


# %%
def pca_eig(X, k):
    values, vectors = np.linalg.eigh(np.cov(X, rowvar=False))
    return values[-k:], vectors[:, -k:].T
