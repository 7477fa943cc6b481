"""Singular values, projections, gradients by hand, ranks and sorted scores. Fails: nothing."""


# %%
def pca_eig(X, k):
    _, singular, right = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    return singular[:k] ** 2 / (len(X) - 1), -right[:k]


# %%
def oja_epoch(w, X, eta, order):
    path = [w]
    for x in X[order]:
        y = float(np.sum(x * path[-1]))
        # The same step, as a matrix that acts on w.
        path.append((1 - eta * y**2) * path[-1] + eta * y * x)
    return path[-1], np.linalg.norm(np.array(path[1:]), axis=1)


# %%
def sanger_epoch(W, X, eta, order):
    mask = np.arange(len(W))[:, None] >= np.arange(len(W))
    for i in order:
        y = W @ X[i]
        W = W + eta * y[:, None] * (X[i] - (mask * y) @ W)
    return W


# %%
def train_linear_autoencoder(X, E, D, orders, batch_size, lr):
    losses = []
    for order in orders:
        squares = []
        for start in range(0, len(order), batch_size):
            x = X[order[start : start + batch_size]]
            S, rest = x.T @ x / len(x), np.eye(len(D)) - D @ E
            squares.extend(np.sum((x @ rest.T) ** 2, axis=1))
            E, D = E + 2 * lr * D.T @ rest @ S, D + 2 * lr * rest @ S @ E.T
        losses.append(float(np.mean(squares)))
    return E, D, losses


# %%
def principal_angles(A, B):
    # The sines are the singular values of what the smaller space has outside of the larger one.
    large, small = (A, B) if A.shape[1] >= B.shape[1] else (B, A)
    large, small = np.linalg.qr(large)[0], np.linalg.qr(small)[0]
    rest = small - large @ (large.T @ small)
    sines = np.linalg.svd(rest, compute_uv=False)
    return np.sort(np.degrees(np.arcsin(np.clip(sines, 0, 1))))


# %%
def auc(background, signal):
    def share_below(scores, others):
        order = np.sort(others)
        below = np.searchsorted(order, scores, side="left")
        upto = np.searchsorted(order, scores, side="right")
        return (below + upto) / (2 * len(others))

    p, q = share_below(signal, background), share_below(background, signal)
    return np.mean(p), np.hypot(p.std(ddof=1) / len(p) ** 0.5, q.std(ddof=1) / len(q) ** 0.5)


# %%
def gain_of_cut(background, signal, fewest, background_draws, signal_draws):
    def share(scores, at):
        return 1 - np.searchsorted(np.sort(scores), at, side="left") / len(scores)

    at = np.unique(signal[::2])
    kept, caught = share(background[::2], at), share(signal[::2], at)
    gains = np.where(kept * len(background[::2]) >= fewest - 0.5, caught, 0)
    gains = gains / np.sqrt(np.where(kept > 0, kept, 1))
    threshold = at[np.argmax(gains)]
    b, s = background[1::2] >= threshold, signal[1::2] >= threshold
    kept, caught = b[background_draws].mean(axis=1), s[signal_draws].mean(axis=1)
    drawn = caught[kept > 0] / np.sqrt(kept[kept > 0])
    return threshold, gains.max(), s.mean() / np.sqrt(b.mean()), drawn.std(ddof=1)
