"""Sums the squares. Fails: l1_loss_adds_mean_absolute_activation.

Says: the squares are summed: average them
"""


# %%
def l1_loss(xhat, x, z, lam):
    return ((xhat - x) ** 2).sum() + lam * z.abs().mean()
