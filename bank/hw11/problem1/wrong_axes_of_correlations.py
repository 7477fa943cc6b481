"""Takes the axes of the correlation matrix. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: these are the axes of the correlations
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    values, vectors = np.linalg.eigh(np.corrcoef(sample, rowvar=False))
    return (X - sample.mean(axis=0)) @ vectors[:, [-1, -2]]
