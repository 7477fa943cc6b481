"""Tensors inside, and tensors as results. Fails: nothing."""


# %%
def covariance(X):
    return torch.cov(torch.tensor(X).T)


# %%
def pca_eig(X, k):
    x = torch.tensor(X, dtype=torch.float64)
    x = x - x.mean(dim=0)
    values, vectors = torch.linalg.eigh(x.T @ x / len(x))
    return values.flip(0)[:k], vectors.flip(1)[:, :k].T


# %%
def hebb_step(w, S, eta):
    w, S = torch.tensor(w), torch.tensor(S)
    return torch.addmv(w, S, w, alpha=eta)


# %%
def oja_epoch(w, X, eta, rng):
    w, X = torch.tensor(w), torch.tensor(X)
    for x in X[torch.tensor(rng.permutation(len(X)))]:
        y = torch.dot(w, x)
        w = w + eta * (y * x - y**2 * w)
    return w


# %%
def sanger_epoch(W, X, eta, rng):
    W, X = torch.tensor(W), torch.tensor(X)
    for x in X[torch.tensor(rng.permutation(len(X)))]:
        y = W @ x
        W = W + eta * (torch.outer(y, x) - torch.tril(torch.outer(y, y)) @ W)
    return W


# %%
def train_linear_autoencoder(X, k, n_steps):
    x = torch.tensor(X, dtype=torch.float32, device=DEVICE)
    encoder = nn.Linear(x.shape[1], k, bias=False).to(DEVICE)
    decoder = nn.Linear(k, x.shape[1], bias=False).to(DEVICE)
    optimizer = torch.optim.Adam(list(encoder.parameters()) + list(decoder.parameters()), lr=0.01)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = x.shape[1] * nn.functional.mse_loss(decoder(encoder(x)), x)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            losses.append((x - decoder(encoder(x))).square().sum(dim=1).mean().item())
    return encoder, decoder, losses


# %%
def principal_angles(A, B):
    a, b = (torch.linalg.qr(torch.tensor(rows, dtype=torch.float64).T)[0] for rows in (A, B))
    return torch.rad2deg(torch.arccos(torch.linalg.svdvals(a.T @ b).clamp(max=1)))


# %%
def pca_residual(X, mean, axes):
    offset, axes = torch.tensor(X - mean), torch.tensor(axes)
    return (offset - (offset @ axes.T) @ axes).square().sum(dim=1)
