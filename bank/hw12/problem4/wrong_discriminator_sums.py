"""Sums over the events. Fails: discriminator_loss_is_a_cross_entropy.

Says: sums in the place of averages
"""


# %%
def discriminator_loss(d_real, d_fake):
    return -torch.log(d_real).sum() - torch.log(1 - d_fake).sum()
