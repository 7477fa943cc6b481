"""Takes d K d. Fails: kernel_mse_blurs_before_it_squares.

Says: this is d K d
"""


# %%
def kernel_mse(xhat, x, kernel):
    d = xhat - x
    return ((d @ kernel) * d).sum(dim=1)
