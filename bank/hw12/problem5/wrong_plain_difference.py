"""Forgets the kernel. Fails: kernel_mse_blurs_before_it_squares.

Says: the kernel is not used
"""


# %%
def kernel_mse(xhat, x, kernel):
    return ((xhat - x) ** 2).mean(dim=1)
