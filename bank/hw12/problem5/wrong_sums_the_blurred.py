"""Sums over the pixels. Fails: kernel_mse_blurs_before_it_squares.

Says: the squares are summed
"""


# %%
def kernel_mse(xhat, x, kernel):
    return (((xhat - x) @ kernel) ** 2).sum(dim=1)
