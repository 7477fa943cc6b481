"""Picks rows of the matrix in which eig has columns. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: rows and columns of the matrix of axes are exchanged
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    m = sample.mean(axis=0)
    w, V = np.linalg.eig(np.cov((sample - m).T))
    order = np.argsort(w)[::-1]
    return (X - m) @ V[order[:2]].T
