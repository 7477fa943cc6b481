"""One error for all images. Fails: kernel_mse_blurs_before_it_squares.

Says: one number for all images
"""


# %%
def kernel_mse(xhat, x, kernel):
    return (((xhat - x) @ kernel) ** 2).mean()
