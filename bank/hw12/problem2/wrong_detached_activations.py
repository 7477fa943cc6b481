"""The penalty has no gradient. Fails: l1_loss_adds_mean_absolute_activation.

Says: none arrives at z
"""


# %%
def l1_loss(xhat, x, z, lam):
    return ((xhat - x) ** 2).mean() + lam * z.detach().abs().mean()
