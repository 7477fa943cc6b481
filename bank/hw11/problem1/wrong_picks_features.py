"""Takes the two features of the largest variance. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: two features are picked
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    order = np.argsort(sample.var(axis=0))[::-1]
    return (X - sample.mean(axis=0))[:, order[:2]]
