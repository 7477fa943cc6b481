"""Multiplies with the mask: NaN stays NaN. Fails: masked_mse_averages_over_what_counts.

Says: NaN times 0 is NaN
"""


# %%
def masked_mse(xhat, x, mask):
    squares = mask * (xhat - x) ** 2
    return squares.sum(dim=1) / mask.sum(dim=1).clamp(min=1)
