"""Takes rows of the left singular vectors. Fails: pca_eig_puts_the_largest_variance_first.

Says: these are left singular vectors
"""


# %%
def pca_eig(X, k):
    left, singular, _ = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    return singular[:k] ** 2 / len(X), left[:k]
