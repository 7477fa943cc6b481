"""Takes rows of eigh's result for the eigenvectors. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: rows and columns of the matrix of axes are exchanged
"""


# %%
def pca_project_2d(X, fit_to=None):
    S = X if fit_to is None else fit_to
    values, vectors = np.linalg.eigh(np.cov(S.T))
    first, second = vectors[-1], vectors[-2]
    D = X - S.mean(axis=0)
    return np.column_stack([D @ first, D @ second])
