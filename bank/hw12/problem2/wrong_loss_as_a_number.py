"""Returns a Python number. Fails: l1_loss_adds_mean_absolute_activation.

Says: a tensor through which gradients flow
Says: item()
"""


# %%
def l1_loss(xhat, x, z, lam):
    return (((xhat - x) ** 2).mean() + lam * z.abs().mean()).item()
