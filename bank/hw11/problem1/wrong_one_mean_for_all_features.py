"""Subtracts the mean of all values. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: the mean of each feature is not subtracted: take one for each
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    m = sample.mean()
    _, _, V = np.linalg.svd(sample - m, full_matrices=False)
    return (X - m) @ V[:2].T
