"""Averages over the images. Fails: kernel_mse_blurs_before_it_squares.

Says: the average runs over the images
"""


# %%
def kernel_mse(xhat, x, kernel):
    return (((xhat - x) @ kernel) ** 2).mean(dim=0)
