"""Blurs the rebuilt image only. Fails: kernel_mse_blurs_before_it_squares.

Says: only xhat is blurred
"""


# %%
def kernel_mse(xhat, x, kernel):
    return ((xhat @ kernel - x) ** 2).mean(dim=1)
