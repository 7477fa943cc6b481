"""Takes the discriminator's goal. Fails: generator_loss_does_not_saturate.

Says: this is what the discriminator wants, −log(1 − d): take −log d
"""


# %%
def generator_loss(d_fake):
    return -torch.log(1 - d_fake).mean()
