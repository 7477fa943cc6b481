"""Plain loops over features and a power iteration with deflation. Fails: nothing."""


# %%
def fit_standardizer(X):
    n, d = X.shape
    mean, std = [], []
    for j in range(d):
        m = sum(X[i, j] for i in range(n)) / n
        v = sum((X[i, j] - m) ** 2 for i in range(n)) / n
        mean.append(m)
        std.append(v**0.5 if any(X[i, j] != X[0, j] for i in range(n)) else 1.0)
    return np.array(mean), np.array(std)


# %%
def apply_standardizer(X, mean, std):
    Z = np.zeros(X.shape)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Z[i, j] = (X[i, j] - mean[j]) / std[j]
    return Z


# %%
def pca_project_2d(X, fit_to=None):
    sample = X if fit_to is None else fit_to
    origin = sample.mean(axis=0)
    centered = (sample - origin).astype(float)
    C = centered.T @ centered / len(sample)
    axes = []
    for _ in range(2):
        v = np.ones(C.shape[0])
        for _ in range(500):
            v = C @ v
            v /= np.linalg.norm(v)
        C = C - (v @ C @ v) * np.outer(v, v)
        axes.append(-v)
    return (X - origin) @ np.array(axes).T
