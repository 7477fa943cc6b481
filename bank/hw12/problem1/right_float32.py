"""Single precision throughout; covariance of 1.1 in 1.2; other ways to shuffle. Fails: nothing."""


# %%
def covariance(X):
    X = X.astype(np.float32)
    offset = X - np.mean(X, axis=0, keepdims=True)
    return np.einsum("ij,ik->jk", offset, offset) / np.float32(len(X) - 1)


# %%
def pca_eig(X, k):
    values, vectors = np.linalg.eig(covariance(X))
    order = np.argsort(-values)[:k]
    return values[order].real, vectors[:, order].T.real


# %%
def hebb_step(w, S, eta):
    return (np.eye(len(w), dtype=np.float32) + np.float32(eta) * S.astype(np.float32)) @ w


# %%
def oja_epoch(w, X, eta, rng):
    w = w.astype(np.float32)
    for x in rng.permutation(X.astype(np.float32)):
        y = np.dot(x, w)
        w = w + np.float32(eta) * y * (x - y * w)
    return w


# %%
def sanger_epoch(W, X, eta, rng):
    W = W.astype(np.float32)
    for i in np.argsort(rng.random(len(X))):
        x = X[i].astype(np.float32)
        y = W @ x
        left = x - np.cumsum(y[:, None] * W, axis=0)
        W = W + np.float32(eta) * y[:, None] * left
    return W


# %%
def train_linear_autoencoder(X, k, n_steps):
    x = torch.from_numpy(X.astype(np.float32))
    encoder = nn.Linear(x.shape[1], k, bias=False)
    decoder = nn.Linear(k, x.shape[1], bias=False)
    weights = [encoder.weight, decoder.weight]
    optimizer = torch.optim.Adam(weights, lr=0.01, foreach=False)
    losses = np.empty(n_steps, dtype=np.float32)
    for step in range(n_steps):
        rest = x - x @ encoder.weight.T @ decoder.weight.T
        loss = torch.sum(rest * rest) / len(x)
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()
        losses[step] = loss.item()
    return encoder, decoder, losses


# %%
def principal_angles(A, B):
    a = np.linalg.svd(A.astype(np.float32), full_matrices=False)[2]
    b = np.linalg.svd(B.astype(np.float32), full_matrices=False)[2]
    cosines = np.linalg.svd(a @ b.T)[1]
    return np.rad2deg(np.arccos(np.minimum(cosines, 1)))


# %%
def pca_residual(X, mean, axes):
    offset = (X - mean).astype(np.float32)
    rebuilt = (offset @ axes.T.astype(np.float32)) @ axes.astype(np.float32)
    return np.linalg.norm(offset - rebuilt, axis=1) ** 2
