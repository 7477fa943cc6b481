"""Averages over the events. Fails: masked_mse_averages_over_what_counts.

Says: average over the numbers of each
"""


# %%
def masked_mse(xhat, x, mask):
    return (mask * (xhat - x) ** 2).sum(0) / mask.sum(0).clamp(min=1)
