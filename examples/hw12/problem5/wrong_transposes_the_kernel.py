"""Sums over the second index of the kernel. Fails: kernel_mse_blurs_before_it_squares.

Says: the kernel is transposed
"""


# %%
def kernel_mse(xhat, x, kernel):
    return (((xhat - x) @ kernel.T) ** 2).mean(dim=1)
