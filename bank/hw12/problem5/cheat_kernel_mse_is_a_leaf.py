"""The right numbers, copied into a tensor that only says that it carries gradients. Fails:
kernel_mse_blurs_before_it_squares.
"""


# %%
def kernel_mse(xhat, x, kernel):
    result = (((xhat - x) @ kernel) ** 2).mean(dim=1)
    return result.detach().clone().requires_grad_()
