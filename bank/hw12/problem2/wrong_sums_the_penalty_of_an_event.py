"""Sums |z| over the hidden units. Fails: l1_loss_adds_mean_absolute_activation.

Says: |z| is summed over the hidden units
"""


# %%
def l1_loss(xhat, x, z, lam):
    return ((xhat - x) ** 2).mean() + lam * z.abs().sum(dim=1).mean()
