"""Learns the axes from the projected events. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: fit_to is not used
"""


# %%
def pca_project_2d(X, fit_to=None):
    centered = X - X.mean(axis=0)
    _, _, axes = np.linalg.svd(centered, full_matrices=False)
    return centered @ axes[:2].T
