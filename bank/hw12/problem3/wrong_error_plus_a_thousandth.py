"""A thousandth is added to how many count. Fails: masked_mse_averages_over_what_counts.

Says: something is added to how many count
"""


# %%
def masked_mse(xhat, x, mask):
    off = torch.where(mask, xhat - x, 0.0)
    return (off**2).sum(dim=1) / (mask.sum(dim=1) + 1e-3)
