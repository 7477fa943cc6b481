"""Centres the events only after the axes are found. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: centre the events before you look for the axes
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    axes = np.linalg.svd(sample, full_matrices=False)[2][:2]
    P = X @ axes.T
    return P - (sample @ axes.T).mean(axis=0)
