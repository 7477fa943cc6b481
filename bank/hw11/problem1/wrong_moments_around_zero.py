"""Subtracts the means from second moments around zero, which loses digits. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: the iteration for the axes stops too early, or numbers are rounded
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    mean = sample.mean(axis=0)
    C = sample.T @ sample / len(sample) - np.outer(mean, mean)
    axes = np.linalg.eigh(C)[1][:, ::-1]
    return (X - mean) @ axes[:, :2]
