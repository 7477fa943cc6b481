"""Asks whether the array fit_to is true, not whether it is None. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: The truth value of an array with more than one element is ambiguous
Says: with a whole array
"""


# %%
def pca_project_2d(X, fit_to=None):
    if not fit_to:
        fit_to = X
    mean = fit_to.mean(axis=0)
    axes = np.linalg.svd(fit_to - mean)[2]
    return (X - mean) @ axes[:2].T
