"""Divides by d. Fails: masked_mse_averages_over_what_counts.

Says: divide by those that count
"""


# %%
def masked_mse(xhat, x, mask):
    return (mask * (xhat - x) ** 2).mean(1)
