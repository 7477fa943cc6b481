"""Leaves the penalty out. Fails: l1_loss_adds_mean_absolute_activation.

Says: the penalty is missing
"""


# %%
def l1_loss(xhat, x, z, lam):
    return ((xhat - x) ** 2).mean()
