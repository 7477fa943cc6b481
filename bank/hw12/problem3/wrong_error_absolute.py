"""Takes absolute differences. Fails: masked_mse_averages_over_what_counts.

Says: these are absolute differences
"""


# %%
def masked_mse(xhat, x, mask):
    return (mask * (xhat - x).abs()).sum(1) / mask.sum(1).clamp(min=1)
