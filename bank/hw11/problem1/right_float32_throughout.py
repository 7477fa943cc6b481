"""Converts everything to float32, also lists and whole numbers; a tuple of lists is returned. Fails: nothing."""


# %%
def fit_standardizer(X):
    X = np.asarray(X, dtype=np.float32)
    mean = X.mean(axis=0)
    std = np.sqrt(((X - mean) ** 2).mean(axis=0))
    std[(X == X[0]).all(axis=0)] = 1
    return mean.tolist(), std.tolist()


# %%
def apply_standardizer(X, mean, std):
    X, mean, std = (np.asarray(a, dtype=np.float32) for a in (X, mean, std))
    Z = np.empty_like(X)
    np.subtract(X, mean, out=Z)
    Z /= std
    return Z


# %%
def pca_project_2d(X, fit_to=None):
    X = np.asarray(X, dtype=np.float32)
    sample = X if fit_to is None else np.asarray(fit_to, dtype=np.float32)
    origin = sample.mean(axis=0)
    # Columns of u are axes here: features are the rows of the transposed matrix.
    u = np.linalg.svd((sample - origin).T, full_matrices=False)[0]
    for k in range(2):
        if u[np.argmax(np.abs(u[:, k])), k] < 0:
            u[:, k] *= -1
    return np.dot(X - origin, u[:, :2])
