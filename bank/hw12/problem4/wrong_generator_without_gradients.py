"""Cuts the gradients off. Fails: generator_loss_does_not_saturate.

Says: a result without gradients
"""


# %%
def generator_loss(d_fake):
    return -torch.log(d_fake.detach()).mean()
