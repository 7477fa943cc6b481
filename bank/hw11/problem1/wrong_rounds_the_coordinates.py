"""Rounds the coordinates to one decimal. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: the numbers are rounded
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    mean = sample.mean(axis=0)
    axes = np.linalg.svd(sample - mean, full_matrices=False)[2]
    return np.round((X - mean) @ axes[:2].T, 1)
