"""Returns one row per axis. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: rows and columns are exchanged
"""


# %%
def pca_project_2d(X, fit_to=None):
    ref = X if fit_to is None else fit_to
    o = ref.mean(axis=0)
    vt = np.linalg.svd(ref - o, full_matrices=False)[2]
    return np.array([(X - o) @ vt[k] for k in range(2)])
