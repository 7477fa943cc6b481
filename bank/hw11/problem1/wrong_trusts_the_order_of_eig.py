"""Takes the first two axes that eig returns, without sorting. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: `eig` returns the axes in no order: sort them
"""


# %%
def pca_project_2d(X, fit_to=None):
    if fit_to is None:
        fit_to = X
    mean = fit_to.mean(axis=0)
    values, vectors = np.linalg.eig(np.cov(fit_to - mean, rowvar=False))
    return (X - mean) @ vectors[:, :2]
