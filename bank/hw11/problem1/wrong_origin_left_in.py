"""Centres the sample for the axes and projects events that are not centred. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: the mean of each feature is not subtracted
"""


# %%
def pca_project_2d(X, fit_to=None):
    if fit_to is None:
        fit_to = X
    centered = fit_to - np.mean(fit_to, axis=0)
    cov = centered.T @ centered / (len(centered) - 1)
    vectors = np.linalg.eigh(cov)[1]
    return np.dot(X, vectors[:, [-1, -2]])
