"""Returns the left singular vectors in place of coordinates. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: which is called whitening
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    u, s, vt = np.linalg.svd(sample - sample.mean(axis=0), full_matrices=False)
    if fit_to is None:
        return u[:, :2]
    return (X - sample.mean(axis=0)) @ vt[:2].T / s[:2]
