"""Torch does the work on copies, and the default dtype is changed. Fails: nothing."""

# %%
torch.set_default_dtype(torch.float64)


def to_torch(a):
    return torch.tensor(np.asarray(a), dtype=torch.get_default_dtype())


# %%
def assign_clusters(X, centers):
    return torch.cdist(to_torch(X), to_torch(centers)).argmin(dim=1).numpy()


# %%
def update_centers(X, labels, k):
    X, labels = to_torch(X), torch.tensor(np.asarray(labels)).long()
    sums = torch.zeros(k, X.shape[1]).index_add_(0, labels, X)
    return (sums / torch.bincount(labels, minlength=k)[:, None]).numpy()


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = to_torch(init_centers)
    with torch.no_grad():
        for _ in range(n_steps):
            labels = assign_clusters(X, centers.numpy())
            new = torch.from_numpy(update_centers(X, labels, centers.shape[0]))
            centers = torch.where(torch.isnan(new), centers, new)
    return labels, centers.numpy()
