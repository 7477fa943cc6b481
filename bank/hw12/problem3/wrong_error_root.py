"""Takes a root. Fails: masked_mse_averages_over_what_counts.

Says: a root is taken
"""


# %%
def masked_mse(xhat, x, mask):
    return ((mask * (xhat - x) ** 2).sum(1) / mask.sum(1).clamp(min=1)).sqrt()
