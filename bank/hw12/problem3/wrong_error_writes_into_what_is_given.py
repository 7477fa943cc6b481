"""Writes into the tensor that is given. Fails: masked_mse_averages_over_what_counts.

Says: or start from `x.clone()`
"""


# %%
def masked_mse(xhat, x, mask):
    x[~mask] = 0
    xhat = torch.where(mask, xhat, 0)
    return ((xhat - x) ** 2).sum(1) / mask.sum(1).clamp(min=1)
