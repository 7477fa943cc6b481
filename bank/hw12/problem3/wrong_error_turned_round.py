"""Takes what does not count. Fails: masked_mse_averages_over_what_counts.

Says: the mask is used the wrong way round
"""


# %%
def masked_mse(xhat, x, mask):
    off = torch.where(mask, 0.0, xhat - x)
    return (off**2).sum(dim=1) / (~mask).sum(dim=1).clamp(min=1)
