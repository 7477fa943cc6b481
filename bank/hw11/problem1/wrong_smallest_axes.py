"""Takes the axes of the smallest variance. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: the axes of the smallest variance are taken
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    values, vectors = np.linalg.eigh(np.cov(sample.T))
    return (X - sample.mean(axis=0)) @ vectors[:, :2]
