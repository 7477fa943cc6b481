"""Forgets the minus sign. Fails: discriminator_loss_is_a_cross_entropy.

Says: the signs are wrong
"""


# %%
def discriminator_loss(d_real, d_fake):
    return torch.log(d_real).mean() + torch.log(1 - d_fake).mean()
