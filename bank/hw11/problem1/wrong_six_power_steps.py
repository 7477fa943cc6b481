"""Six steps of power iteration for each axis, enough for an easy sample. Fails: pca_project_2d_takes_its_axes_from_fit_to.

Says: the iteration for the axes stops too early
"""


# %%
def leading(C, steps=6):
    v = C[0]
    for _ in range(steps):
        v = C @ v
        v = v / np.linalg.norm(v)
    return v


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    mean = sample.mean(axis=0)
    C = np.cov(sample.T)
    v1 = leading(C)
    C = C - (v1 @ C @ v1) * np.outer(v1, v1)
    v2 = leading(C)
    return np.stack([(X - mean) @ v1, (X - mean) @ v2], axis=1)
