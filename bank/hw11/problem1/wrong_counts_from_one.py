"""Leaves out the first axis. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: the first axis is left out
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    m = sample.mean(axis=0)
    axes = np.linalg.svd(sample - m, full_matrices=False)[2]
    return (X - m) @ axes[1:3].T
