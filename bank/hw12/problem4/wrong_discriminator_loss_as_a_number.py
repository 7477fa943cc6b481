"""Returns a plain number. Fails: discriminator_loss_is_a_cross_entropy.

Says: got a number
"""


# %%
def discriminator_loss(d_real, d_fake):
    return (-torch.log(d_real).mean() - torch.log(1 - d_fake).mean()).item()
