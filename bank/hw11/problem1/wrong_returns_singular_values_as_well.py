"""Returns the singular values beside the coordinates. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: return projection alone
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    m = sample.mean(axis=0)
    _, S, V = np.linalg.svd(sample - m, full_matrices=False)
    P = (X - m) @ V[:2].T
    return P, S
