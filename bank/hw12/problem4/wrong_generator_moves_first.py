"""The turns are the other way round. Fails: train_gan_moves_both_players_in_turn.

Says: the generator moves first
"""


# %%
def train_gan(generator, discriminator, real, noise, lr=5e-4):
    def adam(model):
        return torch.optim.Adam(model.parameters(), lr=lr, betas=(0.5, 0.999))

    g_optimizer, d_optimizer = adam(generator), adam(discriminator)
    d_losses, g_losses = [], []
    for x, (first, second) in zip(real, noise):
        g_optimizer.zero_grad()
        g_loss = -discriminator(generator(second)).log().mean()
        g_loss.backward()
        g_optimizer.step()
        d_optimizer.zero_grad()
        d_loss = -discriminator(x).log().mean()
        d_loss = d_loss - (1 - discriminator(generator(first).detach())).log().mean()
        d_loss.backward()
        d_optimizer.step()
        d_losses.append(d_loss.item())
        g_losses.append(g_loss.item())
    return d_losses, g_losses
