"""Takes probabilities for logits. Fails: train_gan_moves_both_players_in_turn.

Says: the sigmoid comes twice
"""


# %%
def train_gan(generator, discriminator, real, noise, lr=5e-4):
    og, od = (
        torch.optim.Adam(net.parameters(), lr=lr, betas=(0.5, 0.999))
        for net in (generator, discriminator)
    )
    d_losses, g_losses = [], []
    for x, (first, second) in zip(real, noise):
        loss = nn.BCEWithLogitsLoss()
        a, b = discriminator(x), discriminator(generator(first).detach())
        ld = loss(a, torch.ones_like(a)) + loss(b, torch.zeros_like(b))
        od.zero_grad()
        ld.backward()
        od.step()
        c = discriminator(generator(second))
        lg = loss(c, torch.ones_like(c))
        og.zero_grad()
        lg.backward()
        og.step()
        d_losses.append(ld.item())
        g_losses.append(lg.item())
    return d_losses, g_losses
