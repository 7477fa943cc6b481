"""Takes columns 3 and 2, the last of four features. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: index 3 is out of bounds
Says: take sizes from the arguments
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    vectors = np.linalg.eigh(np.cov(sample.T))[1]
    return (X - sample.mean(axis=0)) @ vectors[:, [3, 2]]
