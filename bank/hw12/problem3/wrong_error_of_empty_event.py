"""Divides zero by zero. Fails: masked_mse_averages_over_what_counts.

Says: do not divide by 0
"""


# %%
def masked_mse(xhat, x, mask):
    return (mask * (xhat - x) ** 2).sum(1) / mask.sum(1)
