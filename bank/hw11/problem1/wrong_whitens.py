"""Divides the coordinates by the root of the eigenvalues. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: which is called whitening
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    mean = sample.mean(axis=0)
    lam, vec = np.linalg.eigh(np.cov(sample.T))
    lam, vec = lam[::-1][:2], vec[:, ::-1][:, :2]
    return (X - mean) @ vec / np.sqrt(lam)
