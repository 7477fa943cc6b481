"""Orders the two columns by their variance in X. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: order them by the variance in fit_to
"""


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    mean = sample.mean(axis=0)
    P = (X - mean) @ np.linalg.svd(sample - mean)[2][:2].T
    if P[:, 1].var() > P[:, 0].var():
        P = P[:, ::-1]
    return P
