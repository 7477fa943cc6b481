"""The gradients of the generator are never cleared. Fails: train_gan_moves_both_players_in_turn.

Says: gradients pile up
"""


# %%
def train_gan(generator, discriminator, real, noise, lr=5e-4):
    d_optimizer, g_optimizer = (
        torch.optim.Adam(model.parameters(), lr=lr, betas=(0.5, 0.999))
        for model in (discriminator, generator)
    )
    d_losses, g_losses = [], []
    for step in range(len(real)):
        fake = generator(noise[step, 0]).detach()
        d_real, d_fake = discriminator(real[step]), discriminator(fake)
        d_loss = -torch.log(d_real).mean() - torch.log(1 - d_fake).mean()
        d_optimizer.zero_grad()
        d_loss.backward()
        d_optimizer.step()
        d_losses.append(d_loss.item())

        g_loss = -torch.log(discriminator(generator(noise[step, 1]))).mean()
        g_loss.backward()
        g_optimizer.step()
        g_losses.append(g_loss.item())
    return d_losses, g_losses
