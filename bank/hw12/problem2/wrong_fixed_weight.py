"""lam is not used. Fails: l1_loss_adds_mean_absolute_activation.

Says: lam is not used
"""


# %%
def l1_loss(xhat, x, z, lam):
    return ((xhat - x) ** 2).mean() + z.abs().mean()
