"""Takes one latent coordinate less. Fails: train_linear_autoencoder_finds_the_principal_plane.

Says: k is not used
"""


# %%
def train_linear_autoencoder(X, k, n_steps):
    x = torch.tensor(X, dtype=torch.float32)
    encoder = nn.Linear(x.shape[1], k - 1, bias=False)
    decoder = nn.Linear(k - 1, x.shape[1], bias=False)
    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=1e-2)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((decoder(encoder(x)) - x) ** 2).sum(dim=1).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return encoder, decoder, losses
