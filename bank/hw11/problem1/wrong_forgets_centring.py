"""Projects events that are not centred. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: the mean of each feature is not subtracted
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    _, _, axes = np.linalg.svd(sample, full_matrices=False)
    return X @ axes[:2].T
