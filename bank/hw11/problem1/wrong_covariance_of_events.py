"""Correlates events with events: np.cov takes rows for variables. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: mismatch in its core dimension
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    mean = sample.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(sample - mean))
    return (X - mean) @ vectors[:, ::-1][:, :2]
