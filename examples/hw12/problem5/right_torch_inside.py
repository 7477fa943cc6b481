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
def smear(images, sigma):
    images = torch.as_tensor(images).double()
    n = images.shape[-1]
    p = torch.arange(n).double()
    share = torch.softmax(-((p[:, None] - p) ** 2) / (2 * sigma**2), dim=1)
    return torch.einsum("kij,ia,jb->kab", images, share, share)


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=50, lr=3e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, foreach=True)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x), batch_size=batch)
    losses = []
    for _ in range(n_epochs):
        for (rows,) in loader:
            blurred = nn.functional.linear(model(rows) - rows, kernel.T)
            loss = nn.functional.mse_loss(blurred, torch.zeros_like(blurred))
            losses.append(loss.item())
            loss.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=False)
    return losses


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    n, aucs = len(normal), torch.zeros(len(fractions), n_starts)
    for i in range(len(fractions)):
        k = round(fractions[i] * n)
        for start in range(n_starts):
            sample = np.concatenate([normal[: n - k], anomalous[:k]])
            score = fit(sample[rng.permutation(n)], start)
            low, high = (torch.as_tensor(score(jets)) for jets in test)
            aucs[i, start] = (torch.sign(high[:, None] - low).double().mean() + 1) / 2
    return aucs


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    x = x.detach().clone()
    for _ in range(n_steps):
        place = x.requires_grad_()
        slope = torch.autograd.grad(energy(place), place, torch.ones(len(x)).to(x))[0]
        with torch.no_grad():
            x = x - eta * slope + noise * torch.from_numpy(rng.standard_normal(x.shape)).to(x)
    return x
