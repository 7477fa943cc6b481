"""One number for the batch. Fails: masked_mse_averages_over_what_counts.

Says: one average for all events together
"""


# %%
def masked_mse(xhat, x, mask):
    return ((xhat - x)[mask] ** 2).mean()
