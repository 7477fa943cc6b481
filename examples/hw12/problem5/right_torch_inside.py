"""Tensors also where arrays come in, functions of torch. Fails: nothing."""


# %%
def jet_image(energy, x, y, n, half_width=0.8):
    e, u, v = (torch.as_tensor(values).double() for values in (energy, x, y))
    i, j = (((w / half_width + 1) / 2 * n).floor().long() for w in (v, u))
    inside = (i >= 0) & (i < n) & (j >= 0) & (j < n)
    place = torch.where(inside, i * n + j, n * n)
    images = torch.zeros(len(e), n * n + 1, dtype=torch.float64).scatter_add_(1, place, e)
    return (images[:, :-1] / e.sum(1, keepdim=True)).reshape(-1, n, n)


# %%
def preprocess(energy, x, y):
    e = torch.as_tensor(energy)[..., None]
    r = torch.stack([torch.as_tensor(x), torch.as_tensor(y)], dim=-1)
    r = r - (e * r).sum(1, keepdim=True) / e.sum(1, keepdim=True)
    _, axes = torch.linalg.eigh((e * r).mT @ r)
    r = r @ axes.flip(-1)
    r = r * torch.where((e * torch.sign(r)).sum(1, keepdim=True) < 0, -1.0, 1.0)
    return r[..., 0], r[..., 1]


# %%
def kernel_mse(xhat, x, kernel):
    blurred = nn.functional.linear(xhat - x, kernel.T)
    return nn.functional.mse_loss(blurred, torch.zeros_like(blurred), reduction="none").mean(-1)


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=100, lr=2e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, foreach=True)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x), batch_size=batch)
    losses = []
    for _ in range(n_epochs):
        for (rows,) in loader:
            loss = kernel_mse(model(rows), rows, kernel).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=False)
            losses.append(loss.item())
    return losses


# %%
def inverse_test(a, b):
    def auc(normal, anomalous):
        normal, anomalous = torch.as_tensor(normal), torch.as_tensor(anomalous)
        return (torch.sign(anomalous[:, None] - normal).double().mean() + 1) / 2

    return torch.stack([auc(a[0], a[1]), auc(b[1], b[0])])


# %%
def remap(images, power):
    return torch.as_tensor(images).pow(power)


# %%
def smear(images, sigma):
    images = torch.as_tensor(images).double()
    n = images.shape[-1]
    p = torch.arange(n).double()
    share = torch.softmax(-((p[:, None] - p) ** 2) / (2 * sigma**2), dim=1)
    return torch.einsum("kij,ia,jb->kab", images, share, share)


# %%
def worst_case_auc(forward, inverse):
    worst = torch.minimum(torch.as_tensor(forward), torch.as_tensor(inverse))
    return worst.mean(), worst.std()


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    generator = torch.Generator().manual_seed(int(rng.integers(2**40)))
    x = x.detach().clone()
    for _ in range(n_steps):
        x.requires_grad_()
        x.grad = None
        energy(x).sum().backward()
        with torch.no_grad():
            xi = torch.randn(x.shape, generator=generator).to(x)
            x = x - eta * x.grad + noise * xi
    return x.detach()


# %%
def normalised_loss(e_pos, e_neg, margin):
    return torch.mean(e_pos) + (margin - e_neg).clamp(min=0).mean()
