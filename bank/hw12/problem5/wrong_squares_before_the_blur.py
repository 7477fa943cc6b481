"""Squares before it blurs. Fails: kernel_mse_blurs_before_it_squares.

Says: squared before it is blurred
"""


# %%
def kernel_mse(xhat, x, kernel):
    return ((xhat - x) ** 2 @ kernel).mean(dim=1)
