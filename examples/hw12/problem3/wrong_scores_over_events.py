"""Averages over the events. Fails: masked_mse_averages_over_what_counts.

Says: the average runs over the events
"""


# %%
def masked_mse(xhat, x, mask):
    off = torch.where(mask, xhat - x, 0.0)
    return (off**2).sum(dim=0) / mask.sum(dim=0).clamp(min=1)
