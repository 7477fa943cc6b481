"""Takes rows of the matrix of eigenvectors. Fails: pca_eig_puts_the_largest_variance_first.

Says: its eigenvectors are the columns
"""


# %%
def pca_eig(X, k):
    values, vectors = np.linalg.eigh(np.cov(X, rowvar=False))
    return values[::-1][:k], vectors[::-1][:k]
