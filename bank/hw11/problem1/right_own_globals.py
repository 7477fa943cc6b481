"""Redefines globals of the notebook between the functions and keeps results in them. Fails: nothing."""

# %%
np.random.seed(3)
torch.manual_seed(3)
X = X[:100].astype(np.float64)[:, ::-1]
y = y[:100]
checkpoint = None
mean, std, Z, d = 0.0, 1.0, None, 4


# %%
def fit_standardizer(X):
    global mean, std
    n = len(X)
    mean = np.add.reduce(X) / n
    std = np.hypot.reduce(X - mean) / np.sqrt(n)
    std = np.array([s if np.unique(c).size > 1 else 1.0 for s, c in zip(std, X.T)])
    return np.array([mean, std])


# %%
print(fit_standardizer(X))


# %%
def apply_standardizer(X, mean, std):
    global Z
    Z = (X - np.broadcast_to(mean, X.shape)) @ np.diag(1 / std)
    return Z


# %%
def pca_project_2d(X, fit_to=None):
    global d
    fit_to = X[:] if fit_to is None else fit_to
    d = X.shape[1]
    center = np.average(fit_to, axis=0)
    gram = (fit_to - center) @ (fit_to - center).T
    lam, weights = np.linalg.eigh(gram)
    axes = (fit_to - center).T @ weights[:, -1:-3:-1] / np.sqrt(lam[-1:-3:-1])
    return (X - center) @ -axes


# %%
print(pca_project_2d(apply_standardizer(X, *fit_standardizer(X)))[:3])
