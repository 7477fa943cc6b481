"""Stretches the coordinates by the singular values. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: multiplied by the singular values
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    m = sample.mean(axis=0)
    u, s, vt = np.linalg.svd(sample - m, full_matrices=False)
    return ((X - m) @ vt.T * s)[:, :2]
