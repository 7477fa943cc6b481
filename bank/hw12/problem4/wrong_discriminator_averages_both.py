"""Averages the two parts. Fails: discriminator_loss_is_a_cross_entropy.

Says: the two averages are added, without a factor ½
"""


# %%
def discriminator_loss(d_real, d_fake):
    return -(torch.log(d_real).mean() + torch.log(1 - d_fake).mean()) / 2
