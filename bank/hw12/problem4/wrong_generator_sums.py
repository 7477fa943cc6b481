"""Sums over the events. Fails: generator_loss_does_not_saturate.

Says: a sum in the place of an average
"""


# %%
def generator_loss(d_fake):
    return -torch.log(d_fake).sum()
