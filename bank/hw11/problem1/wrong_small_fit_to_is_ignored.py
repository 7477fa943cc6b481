"""Falls back to X where fit_to has fewer events than features. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: fit_to is not used here, where it has few events
"""


# %%
def pca_project_2d(X, fit_to=None):
    if fit_to is None or len(fit_to) <= X.shape[1]:
        fit_to = X
    mean = fit_to.mean(axis=0)
    axes = np.linalg.svd(fit_to - mean, full_matrices=False)[2]
    return (X - mean) @ axes[:2].T
