"""Forgets the minus sign. Fails: generator_loss_does_not_saturate.

Says: the sign is wrong: a good generator has a small loss
"""


# %%
def generator_loss(d_fake):
    return torch.log(d_fake).mean()
