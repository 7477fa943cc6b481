"""A hundred steps of power iteration, whether or not the axes stand still. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: the iteration for the axes stops too early
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    mean = sample.mean(axis=0)
    C = np.cov(sample.T)
    axes = []
    for _ in range(2):
        v = np.ones(len(C))
        for _ in range(100):
            v = C @ v
            v = v / np.linalg.norm(v)
        C = C - (v @ C @ v) * np.outer(v, v)
        axes.append(v)
    return (X - mean) @ np.array(axes).T
