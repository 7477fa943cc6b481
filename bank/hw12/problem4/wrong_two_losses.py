"""Returns the two averages. Fails: discriminator_loss_is_a_cross_entropy.

Says: one number: average each part and add them
"""


# %%
def discriminator_loss(d_real, d_fake):
    return -torch.log(d_real).mean(), -torch.log(1 - d_fake).mean()
