"""Learns the axes from both samples together. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: axes and origin come from fit_to alone
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else np.concatenate([X, fit_to])
    mean = sample.mean(axis=0)
    axes = np.linalg.svd(sample - mean, full_matrices=False)[2]
    return (X - mean) @ axes[:2].T
