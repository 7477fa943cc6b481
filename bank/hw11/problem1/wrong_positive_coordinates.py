"""Makes all coordinates positive, because the sign is arbitrary. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: only a whole column may change its sign
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    mean = sample.mean(axis=0)
    axes = np.linalg.svd(sample - mean)[2][:2]
    return np.abs((X - mean) @ axes.T)
