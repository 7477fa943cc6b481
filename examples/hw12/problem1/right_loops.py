"""Plain loops over events and elements, lists, power iteration, Gram-Schmidt. Fails: nothing."""


# %%
def covariance(X):
    n, d = X.shape
    mean = [sum(X[i, j] for i in range(n)) / n for j in range(d)]
    S = np.zeros((d, d))
    for x in X:
        for j in range(d):
            for k in range(d):
                S[j, k] += (x[j] - mean[j]) * (x[k] - mean[k]) / (n - 1)
    return S


# %%
def pca_eig(X, k):
    S = np.cov(np.asarray(X, dtype=float), rowvar=False)
    eigenvalues, axes = [], []
    for _ in range(k):
        v = np.random.default_rng(0).normal(size=len(S))
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
def hebb_step(w, S, eta):
    d = len(w)
    return [w[j] + eta * sum(S[j, k] * w[k] for k in range(d)) for j in range(d)]


# %%
def oja_epoch(w, X, eta, rng):
    order = list(range(len(X)))
    rng.shuffle(order)
    w = list(w)
    for i in order:
        y = sum(a * b for a, b in zip(w, X[i]))
        w = [a + eta * y * (b - y * a) for a, b in zip(w, X[i])]
    return np.array(w)


# %%
def sanger_epoch(W, X, eta, rng):
    W = W.copy()
    for i in rng.permutation(len(X)):
        y = W @ X[i]
        new = W.copy()
        seen = np.zeros(X.shape[1])
        for j in range(len(W)):
            seen = seen + y[j] * W[j]
            new[j] = W[j] + eta * y[j] * (X[i] - seen)
        W = new
    return W


# %%
def train_linear_autoencoder(X, k, n_steps):
    d = X.shape[1]
    encoder = nn.Linear(d, k, bias=False)
    decoder = nn.Linear(k, d, bias=False)
    model = nn.Sequential(encoder, decoder)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    x = torch.as_tensor(X).float()
    losses = []
    for step in range(n_steps):
        loss = sum(((model(x)[:, j] - x[:, j]) ** 2).mean() for j in range(d))
        model.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    return encoder, decoder, losses


# %%
def principal_angles(A, B):
    def orthonormal(rows):
        basis = []
        for row in np.asarray(rows, dtype=float):
            for _ in range(2):
                for axis in basis:
                    row = row - (row @ axis) * axis
            basis.append(row / np.linalg.norm(row))
        return np.array(basis)

    cosines = np.linalg.svd(orthonormal(A) @ orthonormal(B).T)[1]
    return [float(np.degrees(np.arccos(min(c, 1.0)))) for c in cosines]


# %%
def pca_residual(X, mean, axes):
    scores = []
    for x in X:
        rest = x - mean
        for axis in axes:
            rest = rest - (rest @ axis) * axis
        scores.append(sum(r**2 for r in rest))
    return scores
