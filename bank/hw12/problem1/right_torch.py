"""Tensors inside, and tensors as results. Fails: nothing."""


# %%
def pca_eig(X, k):
    x = torch.tensor(X, dtype=torch.float64)
    x = x - x.mean(dim=0)
    values, vectors = torch.linalg.eigh(x.T @ x / len(x))
    return values.flip(0)[:k], vectors.flip(1)[:, :k].T


# %%
def oja_epoch(w, X, eta, order):
    w, X = torch.tensor(w), torch.tensor(X)
    lengths = torch.zeros(len(order))
    for step, i in enumerate(order.tolist()):
        y = torch.dot(w, X[i])
        w = w + eta * (y * X[i] - y**2 * w)
        lengths[step] = torch.linalg.vector_norm(w)
    return w, lengths


# %%
def sanger_epoch(W, X, eta, order):
    W, X = torch.tensor(W), torch.tensor(X)
    for x in X[torch.tensor(order)]:
        y = W @ x
        W = W + eta * (torch.outer(y, x) - torch.tril(torch.outer(y, y)) @ W)
    return W


# %%
def train_linear_autoencoder(X, E, D, orders, batch_size, lr):
    x = torch.tensor(X, dtype=torch.float64)
    (k, d), losses = E.shape, []
    encoder = nn.Linear(d, k, bias=False, dtype=torch.float64)
    decoder = nn.Linear(k, d, bias=False, dtype=torch.float64)
    with torch.no_grad():
        encoder.weight.copy_(torch.tensor(E))
        decoder.weight.copy_(torch.tensor(D))
    model = nn.Sequential(encoder, decoder)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for order in orders:
        found, sizes = [], []
        for batch in x[torch.tensor(order)].split(batch_size):
            loss = d * nn.functional.mse_loss(model(batch), batch)
            model.zero_grad()
            loss.backward()
            optimizer.step()
            found.append(loss.item())
            sizes.append(len(batch))
        losses.append(float(np.average(found, weights=sizes)))
    return encoder.weight, decoder.weight, losses


# %%
def principal_angles(A, B):
    a, b = (torch.linalg.qr(torch.tensor(M, dtype=torch.float64))[0] for M in (A, B))
    return torch.rad2deg(torch.arccos(torch.linalg.svdvals(a.T @ b).clamp(max=1)))


# %%
def auc(background, signal):
    b, s = (torch.tensor(scores, dtype=torch.float64) for scores in (background, signal))
    wins = (s[:, None] > b).double() + (s[:, None] == b).double() / 2
    variance = wins.mean(1).var() / len(s) + wins.mean(0).var() / len(b)
    return wins.mean(), variance.sqrt()


# %%
def gain_of_cut(background, signal, fewest, background_draws, signal_draws):
    b, s = torch.tensor(background), torch.tensor(signal)

    def gain_at(threshold, b, s):
        return (s >= threshold).double().mean() / (b >= threshold).double().mean().sqrt()

    candidates = [t for t in s[::2] if (b[::2] >= t).sum() >= fewest]
    gains = torch.stack([gain_at(t, b[::2], s[::2]) for t in candidates])
    threshold = candidates[gains.argmax()]
    pairs = zip(torch.tensor(background_draws), torch.tensor(signal_draws), strict=True)
    drawn = torch.stack([gain_at(threshold, b[1::2][i], s[1::2][j]) for i, j in pairs])
    error = drawn[torch.isfinite(drawn)].std()
    return threshold, gains.max(), gain_at(threshold, b[1::2], s[1::2]), error
