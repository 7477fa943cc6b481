"""Averages over all answers at once. Fails: discriminator_loss_is_a_cross_entropy.

Says: all answers are averaged together: average real and fake by themselves, then add
"""


# %%
def discriminator_loss(d_real, d_fake):
    return -2 * torch.cat([torch.log(d_real), torch.log(1 - d_fake)]).mean()
