"""Returns the coordinates of fit_to. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: the events of fit_to are projected
"""


# %%
def pca_project_2d(X, fit_to=None):
    if fit_to is not None:
        X = fit_to
    u, s, vt = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    return u[:, :2] * s[:2]
