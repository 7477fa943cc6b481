"""Iterates twice to the leading axis, without removing it. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: both columns show the same axis
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    mean = sample.mean(axis=0)
    C = np.cov(sample.T)
    P = np.zeros((len(X), 2))
    rng = np.random.default_rng(0)
    for k in range(2):
        v = rng.normal(size=len(C))
        for _ in range(200):
            v = C @ v
            v = v / np.sqrt(v @ v)
        P[:, k] = (X - mean) @ v
    return P
