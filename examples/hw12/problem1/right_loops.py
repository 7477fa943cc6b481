"""Plain loops over events and elements, lists, power iteration, Gram-Schmidt. Fails: nothing."""


# %%
def pca_eig(X, k):
    n, d = X.shape
    mean = [sum(X[i, j] for i in range(n)) / n for j in range(d)]
    S = np.zeros((d, d))
    for x in X:
        for a in range(d):
            for b in range(d):
                S[a, b] += (x[a] - mean[a]) * (x[b] - mean[b]) / (n - 1)
    eigenvalues, axes = [], []
    for _ in range(k):
        v = np.random.default_rng(0).normal(size=d)
        for _ in range(3000):
            v = S @ v
            for axis in axes:
                v = v - (v @ axis) * axis
            v = v / np.linalg.norm(v)
        eigenvalues.append(v @ S @ v)
        axes.append(v)
        S = S - eigenvalues[-1] * np.outer(v, v)
    return eigenvalues, axes


# %%
def oja_epoch(w, X, eta, order):
    w, lengths = list(w), []
    for i in order:
        y = sum(a * b for a, b in zip(w, X[i], strict=True))
        w = [a + eta * y * (b - y * a) for a, b in zip(w, X[i], strict=True)]
        lengths.append(sum(a**2 for a in w) ** 0.5)
    return w, lengths


# %%
hebb_guess = 1.05


# %%
def sanger_epoch(W, X, eta, order):
    for i in order:
        y = W @ X[i]
        new, seen = W.copy(), np.zeros(X.shape[1])
        for j in range(len(W)):
            seen = seen + y[j] * W[j]
            new[j] = W[j] + eta * y[j] * (X[i] - seen)
        W = new
    return W


# %%
def train_linear_autoencoder(X, E, D, orders, batch_size, lr):
    x = torch.tensor(X)
    E, D = torch.tensor(E), torch.tensor(D)
    losses = []
    for order in orders:
        left, errors = list(order), []
        while left:
            batch, left = left[:batch_size], left[batch_size:]
            E.requires_grad_()
            D.requires_grad_()
            found = [((x[i] - D @ (E @ x[i])) ** 2).sum() for i in batch]
            (sum(found) / len(batch)).backward()
            with torch.no_grad():
                E, D = E - lr * E.grad, D - lr * D.grad
            errors += [float(error) for error in found]
        losses.append(sum(errors) / len(errors))
    return E, D, losses


# %%
def principal_angles(A, B):
    def orthonormal(columns):
        basis = []
        for column in np.asarray(columns, dtype=float).T:
            for _ in range(2):
                for axis in basis:
                    column = column - (column @ axis) * axis
            basis.append(column / np.linalg.norm(column))
        return np.array(basis)

    cosines = np.linalg.svd(orthonormal(A) @ orthonormal(B).T)[1]
    return [float(np.degrees(np.arccos(min(c, 1.0)))) for c in cosines]


# %%
def auc(background, signal):
    def placement(score, others):
        wins = sum(1.0 if score > other else 0.5 if score == other else 0.0 for other in others)
        return wins / len(others)

    p = [placement(score, background) for score in signal]
    q = [1 - placement(score, signal) for score in background]
    area = sum(p) / len(p)
    variance = sum(
        sum((value - area) ** 2 for value in part) / (len(part) - 1) / len(part) for part in (p, q)
    )
    return area, variance**0.5


# %%
kinds_guess = ("split", "deep", "noisy")


# %%
def gain_of_cut(background, signal, fewest, background_draws, signal_draws):
    def gain_at(threshold, b, s):
        passing = [sum(1 for score in part if score >= threshold) for part in (b, s)]
        return passing[1] / len(s) / (passing[0] / len(b)) ** 0.5 if passing[0] else None

    promised, threshold = 0.0, None
    for t in signal[::2]:
        if sum(1 for score in background[::2] if score >= t) >= fewest:
            found = gain_at(t, background[::2], signal[::2])
            if found > promised:
                promised, threshold = found, t
    b, s = background[1::2], signal[1::2]
    drawn = []
    for i, j in zip(background_draws, signal_draws, strict=True):
        found = gain_at(threshold, b[i], s[j])
        if found is not None:
            drawn.append(found)
    mean = sum(drawn) / len(drawn)
    error = (sum((value - mean) ** 2 for value in drawn) / len(drawn)) ** 0.5
    return threshold, promised, gain_at(threshold, b, s), error
