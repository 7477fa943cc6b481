"""Goes twice through the same generated events. Fails: train_gan_moves_both_players_in_turn.

Says: detach() what two losses share
"""


# %%
def train_gan(generator, discriminator, real, noise, lr=5e-4):
    og, od = (
        torch.optim.Adam(net.parameters(), lr=lr, betas=(0.5, 0.999))
        for net in (generator, discriminator)
    )
    d_losses, g_losses = [], []
    for x, (first, second) in zip(real, noise):
        fake = generator(first)
        ld = -(torch.log(discriminator(x)).mean() + torch.log(1 - discriminator(fake)).mean())
        od.zero_grad()
        ld.backward()
        od.step()
        lg = -torch.log(discriminator(fake)).mean()
        og.zero_grad()
        lg.backward()
        og.step()
        d_losses.append(ld.item())
        g_losses.append(lg.item())
    return d_losses, g_losses
