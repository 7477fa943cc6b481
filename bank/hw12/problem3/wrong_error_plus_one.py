"""Adds one to the number. Fails: masked_mse_averages_over_what_counts.

Says: something small is added
"""


# %%
def masked_mse(xhat, x, mask):
    return (mask * (xhat - x) ** 2).sum(1) / (mask.sum(1) + 1)
