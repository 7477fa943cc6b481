"""Takes columns of svd's last result for the axes. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: rows and columns of the matrix of axes are exchanged
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    mu = sample.mean(axis=0)
    U, S, V = np.linalg.svd(sample - mu)
    return (X - mu) @ V[:, :2]
