"""Singular values, projectors, sines and gradients by hand. Fails: nothing."""


# %%
def covariance(X):
    n = len(X)
    X = X.astype(float)
    return X.T @ X / n - np.outer(X.mean(axis=0), X.mean(axis=0))


# %%
def pca_eig(X, k):
    _, singular, right = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    return singular[:k] ** 2 / (len(X) - 1), -right[:k]


# %%
def hebb_step(w, S, eta):
    return np.add(w, np.multiply(eta, np.dot(w, S)))


# %%
def oja_epoch(w, X, eta, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    for i in order:
        x = X[i]
        # The same step, as a matrix that acts on w.
        y = float(np.sum(x * w))
        w = (1 - eta * y**2) * w + eta * y * x
    return w


# %%
def sanger_epoch(W, X, eta, rng):
    left = list(range(len(X)))
    while left:
        x = X[left.pop(rng.integers(len(left)))]
        y = W @ x
        mask = np.arange(len(W))[:, None] >= np.arange(len(W))
        W = W + eta * y[:, None] * (x - (mask * y) @ W)
    return W


# %%
def train_linear_autoencoder(X, k, n_steps):
    # Adam written out, with the gradients of the two matrices by hand.
    d, S = X.shape[1], X.T.astype(float) @ X / len(X)
    encoder, decoder = (nn.Linear(*shape, bias=False).double() for shape in ((d, k), (k, d)))
    E = encoder.weight.detach().numpy().copy()
    D = decoder.weight.detach().numpy().copy()
    moments, losses = np.zeros((2, 2 * d * k)), []
    for step in range(1, n_steps + 1):
        rest = np.eye(d) - D @ E
        losses.append(float(np.trace(rest @ S @ rest.T)))
        slope = -2 * np.concatenate([(D.T @ rest @ S).ravel(), (rest @ S @ E.T).ravel()])
        moments[0] = 0.9 * moments[0] + 0.1 * slope
        moments[1] = 0.999 * moments[1] + 0.001 * slope**2
        pace = np.sqrt(moments[1] / (1 - 0.999**step)) + 1e-8
        change = 0.01 * moments[0] / (1 - 0.9**step) / pace
        E = E - change[: k * d].reshape(k, d)
        D = D - change[k * d :].reshape(d, k)
    with torch.no_grad():
        for layer, weight in ((encoder, E), (decoder, D)):
            layer.weight.copy_(torch.tensor(weight))
    return encoder, decoder, losses


# %%
def principal_angles(A, B):
    A, B = A.astype(float), B.astype(float)
    project_a, project_b = (np.linalg.pinv(rows) @ rows for rows in (A, B))
    # The sines are the singular values of what B's plane has outside of A's.
    basis = np.linalg.qr(B.T)[0]
    sines = np.linalg.svd(basis - project_a @ basis, compute_uv=False)
    assert np.allclose(project_b @ basis, basis)
    return np.sort(np.degrees(np.arcsin(np.clip(sines, 0, 1))))


# %%
def pca_residual(X, mean, axes):
    # Pythagoras: the whole squared length without that in the plane.
    offset = (X - mean).astype(float)
    inside = np.einsum("ij,kj->ik", offset, axes)
    return np.maximum(np.sum(offset**2, axis=1) - np.sum(inside**2, axis=1), 0)
