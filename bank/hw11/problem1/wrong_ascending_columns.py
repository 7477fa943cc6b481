"""Keeps the ascending order of eigh: the second axis comes first. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: the columns are in the other order
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    center = sample.mean(axis=0)
    _, vectors = np.linalg.eigh((sample - center).T @ (sample - center))
    return (X - center) @ vectors[:, -2:]
