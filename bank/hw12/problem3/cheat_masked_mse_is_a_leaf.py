"""The right numbers, copied into a tensor that only says that it carries gradients. Fails:
masked_mse_averages_over_what_counts.
"""


# %%
def masked_mse(xhat, x, mask):
    squares = mask * (xhat - x) ** 2
    errors = squares.sum(dim=1) / mask.sum(dim=1).clamp(min=1)
    return errors.detach().clone().requires_grad_()
