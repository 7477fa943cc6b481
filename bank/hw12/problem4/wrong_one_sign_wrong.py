"""Adds the second part with the wrong sign. Fails: discriminator_loss_is_a_cross_entropy.

Says: one of the two signs is wrong
"""


# %%
def discriminator_loss(d_real, d_fake):
    return -torch.log(d_real).mean() + torch.log(1 - d_fake).mean()
