"""A number that is told to carry gradients. Fails: l1_loss_adds_mean_absolute_activation."""


# %%
def l1_loss(xhat, x, z, lam):
    loss = ((xhat - x) ** 2).mean() + lam * z.abs().mean()
    return torch.tensor(loss.item(), dtype=x.dtype, requires_grad=True)
