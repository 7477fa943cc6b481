"""Averages before the logarithm. Fails: generator_loss_does_not_saturate.

Says: the average comes before the logarithm: take logarithms first
"""


# %%
def generator_loss(d_fake):
    return -torch.log(d_fake.mean())
