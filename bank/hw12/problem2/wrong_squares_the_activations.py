"""An L2 penalty. Fails: l1_loss_adds_mean_absolute_activation.

Says: that is an L2 penalty
"""


# %%
def l1_loss(xhat, x, z, lam):
    return ((xhat - x) ** 2).mean() + lam * (z**2).mean()
