"""Sums. Fails: masked_mse_averages_over_what_counts.

Says: divide by how many count
"""


# %%
def masked_mse(xhat, x, mask):
    return (mask * (xhat - x) ** 2).sum(1)
