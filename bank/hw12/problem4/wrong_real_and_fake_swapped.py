"""Swaps real and fake. Fails: discriminator_loss_is_a_cross_entropy.

Says: real and fake are swapped: a real event should get 1
"""


# %%
def discriminator_loss(d_real, d_fake):
    return -torch.log(d_fake).mean() - torch.log(1 - d_real).mean()
