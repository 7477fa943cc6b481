"""Averages before the logarithm. Fails: discriminator_loss_is_a_cross_entropy.

Says: the average comes before the logarithm: take logarithms first
"""


# %%
def discriminator_loss(d_real, d_fake):
    return -torch.log(d_real.mean()) - torch.log(1 - d_fake.mean())
