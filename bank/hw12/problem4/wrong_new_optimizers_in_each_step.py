"""Makes the optimisers in the loop. Fails: train_gan_moves_both_players_in_turn.

Says: made anew in each step
"""


# %%
def train_gan(generator, discriminator, real, noise, lr=5e-4):
    d_losses, g_losses = [], []
    for step in range(len(real)):
        d_optimizer = torch.optim.Adam(discriminator.parameters(), lr=lr, betas=(0.5, 0.999))
        g_optimizer = torch.optim.Adam(generator.parameters(), lr=lr, betas=(0.5, 0.999))
        fake = generator(noise[step, 0]).detach()
        d_loss = -torch.log(discriminator(real[step])).mean()
        d_loss = d_loss - torch.log(1 - discriminator(fake)).mean()
        d_optimizer.zero_grad()
        d_loss.backward()
        d_optimizer.step()
        d_losses.append(d_loss.item())
        g_loss = -torch.log(discriminator(generator(noise[step, 1]))).mean()
        g_optimizer.zero_grad()
        g_loss.backward()
        g_optimizer.step()
        g_losses.append(g_loss.item())
    return d_losses, g_losses
