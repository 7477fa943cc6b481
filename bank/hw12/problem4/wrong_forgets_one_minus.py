"""Takes log d_fake. Fails: discriminator_loss_is_a_cross_entropy.

Says: 1 − d_fake: a generated event should get 0
"""


# %%
def discriminator_loss(d_real, d_fake):
    return -torch.log(d_real).mean() - torch.log(d_fake).mean()
