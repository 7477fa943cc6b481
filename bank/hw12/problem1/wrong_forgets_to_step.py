"""Never lets the optimiser move. Fails: train_linear_autoencoder_finds_the_principal_plane.

Says: nothing moves
"""


# %%
def train_linear_autoencoder(X, k, n_steps):
    x = torch.tensor(X, dtype=torch.float32)
    encoder = nn.Linear(x.shape[1], k, bias=False)
    decoder = nn.Linear(k, x.shape[1], bias=False)
    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=1e-2)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((decoder(encoder(x)) - x) ** 2).sum(dim=1).mean()
        loss.backward()
        losses.append(loss.item())
    return encoder, decoder, losses
