"""Single precision throughout. Fails: nothing."""


# %%
def pca_eig(X, k):
    values, vectors = np.linalg.eig(np.cov(X.astype(np.float32), rowvar=False).astype(np.float32))
    order = np.argsort(-values.real)[:k]
    return values[order].real, vectors[:, order].T.real


# %%
def oja_epoch(w, X, eta, order):
    w, X, lengths = w.astype(np.float32), X.astype(np.float32), np.empty(len(order), np.float32)
    for step, i in enumerate(order):
        y = np.dot(X[i], w)
        w = w + np.float32(eta) * y * (X[i] - y * w)
        lengths[step] = np.linalg.norm(w)
    return w, lengths


# %%
def sanger_epoch(W, X, eta, order):
    W = W.astype(np.float32)
    for x in X.astype(np.float32)[order]:
        y = W @ x
        W = W + np.float32(eta) * y[:, None] * (x - np.cumsum(y[:, None] * W, axis=0))
    return W


# %%
def train_linear_autoencoder(X, E, D, orders, batch_size, lr):
    x, E, D = (torch.tensor(part, dtype=torch.float32) for part in (X, E, D))
    losses = []
    for order in orders:
        total = 0.0
        for start in range(0, len(order), batch_size):
            batch = x[order[start : start + batch_size]]
            E, D = E.detach().requires_grad_(), D.detach().requires_grad_()
            loss = torch.sum((batch - batch @ (D @ E).T) ** 2) / len(batch)
            of_e, of_d = torch.autograd.grad(loss, [E, D])
            E, D = E - lr * of_e, D - lr * of_d
            total += loss.item() * len(batch)
        losses.append(total / len(order))
    return E, D, losses


# %%
def principal_angles(A, B):
    a = np.linalg.svd(A.astype(np.float32), full_matrices=False)[0]
    b = np.linalg.svd(B.astype(np.float32), full_matrices=False)[0]
    return np.rad2deg(np.arccos(np.minimum(np.linalg.svd(b.T @ a)[1], 1)))


# %%
def auc(background, signal):
    wins = np.zeros((len(signal), len(background)), dtype=np.float32)
    wins[signal[:, None] > background] = 1
    wins[signal[:, None] == background] = 0.5
    sums = [wins.mean(axis=axis) for axis in (1, 0)]
    return wins.mean(), np.sqrt(sum(np.var(part, ddof=1) / len(part) for part in sums))


# %%
def gain_of_cut(background, signal, fewest, background_draws, signal_draws):
    def gain_at(threshold, b, s):
        passing = np.count_nonzero(b >= threshold)
        if passing == 0:
            return np.nan
        return np.float32((s >= threshold).mean() * np.sqrt(len(b) / passing))

    odd = background[1::2], signal[1::2]
    table = {
        score: gain_at(score, background[::2], signal[::2])
        for score in set(signal[::2].tolist())
        if sum(background[::2] >= score) >= fewest
    }
    threshold = max(table, key=table.get)
    drawn = [
        gain_at(threshold, odd[0][i], odd[1][j])
        for i, j in zip(background_draws, signal_draws, strict=True)
    ]
    return threshold, table[threshold], gain_at(threshold, *odd), np.nanstd(drawn)
