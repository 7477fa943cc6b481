"""Works in torch with another default type; tensors and numpy arrays come back. Fails: nothing."""

# %%
torch.set_default_dtype(torch.float64)


def as_tensor(values):
    return torch.as_tensor(np.asarray(values), dtype=torch.get_default_dtype())


# %%
def fit_standardizer(X):
    T = as_tensor(X)
    std, mean = torch.std_mean(T, dim=0, correction=0)
    changes = T.amax(dim=0) > T.amin(dim=0)
    return mean, torch.where(changes, std, torch.ones_like(std))


# %%
def apply_standardizer(X, mean, std):
    return (as_tensor(X) - as_tensor(mean)).div(as_tensor(std)).numpy()


# %%
def pca_project_2d(X, fit_to=None):
    sample = as_tensor(X if fit_to is None else fit_to)
    _, _, V = torch.pca_lowrank(sample, q=min(sample.shape))
    return (as_tensor(X) - sample.mean(dim=0)) @ V[:, :2]
