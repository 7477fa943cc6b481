"""Collects the coordinates of each event in a list. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: np.array(projection)
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    mean = sample.mean(axis=0)
    axes = np.linalg.svd(sample - mean)[2]
    return [[(x - mean) @ axes[0], (x - mean) @ axes[1]] for x in X]
