"""Drops the default of fit_to. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: missing 1 required positional argument
"""


# %%
def pca_project_2d(X, fit_to):
    sample = X if fit_to is None else fit_to
    mean = sample.mean(axis=0)
    axes = np.linalg.svd(sample - mean, full_matrices=False)[2]
    return (X - mean) @ axes[:2].T
