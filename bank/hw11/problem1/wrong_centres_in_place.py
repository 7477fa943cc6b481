"""Subtracts the mean from its argument in place. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: an in-place operation
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    mean = sample.mean(axis=0)
    sample -= mean
    axes = np.linalg.svd(sample, full_matrices=False)[2]
    return (X if fit_to is None else X - mean) @ axes[:2].T
