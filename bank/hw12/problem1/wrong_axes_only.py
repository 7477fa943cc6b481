"""Returns the axes alone. Fails: pca_eig_puts_the_largest_variance_first.

Says: only the axes are returned
"""


# %%
def pca_eig(X, k):
    return np.linalg.svd(X - X.mean(axis=0), full_matrices=False)[2][:k]
