"""Averages over everything. Fails: masked_mse_averages_over_what_counts.

Says: return one for each
"""


# %%
def masked_mse(xhat, x, mask):
    return ((xhat - x)[mask] ** 2).mean()
