"""Forgets the mask. Fails: masked_mse_averages_over_what_counts.

Says: the mask is not used
"""


# %%
def masked_mse(xhat, x, mask):
    return ((xhat - x) ** 2).mean(1)
