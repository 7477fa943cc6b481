"""Divides by the spreads before the projection. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: the features are standardised in this function
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    mean, std = sample.mean(axis=0), sample.std(axis=0)
    _, _, axes = np.linalg.svd((sample - mean) / std, full_matrices=False)
    return (X - mean) / std @ axes[:2].T
