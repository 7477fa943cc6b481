"""The error is absolute as well. Fails: l1_loss_adds_mean_absolute_activation.

Says: square the differences
"""


# %%
def l1_loss(xhat, x, z, lam):
    return (xhat - x).abs().mean() + lam * z.abs().mean()
