"""Computes both losses before either network moves. Fails:
train_gan_moves_both_players_in_turn.

Says: as it was before its step
"""


# %%
def train_gan(generator, discriminator, real, noise, lr=5e-4):
    def adam(model):
        return torch.optim.Adam(model.parameters(), lr=lr, betas=(0.5, 0.999))

    g_optimizer, d_optimizer = adam(generator), adam(discriminator)
    d_losses, g_losses = [], []
    for x, (first, second) in zip(real, noise):
        fake = generator(first).detach()
        d_loss = -discriminator(x).log().mean() - (1 - discriminator(fake)).log().mean()
        g_loss = -discriminator(generator(second)).log().mean()
        g_optimizer.zero_grad()
        g_loss.backward()
        d_optimizer.zero_grad()
        d_loss.backward()
        d_optimizer.step()
        g_optimizer.step()
        d_losses.append(d_loss.item())
        g_losses.append(g_loss.item())
    return d_losses, g_losses
