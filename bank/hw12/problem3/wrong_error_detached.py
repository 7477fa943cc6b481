"""Cuts the gradients. Fails: masked_mse_averages_over_what_counts.

Says: training needs the gradients
"""


# %%
def masked_mse(xhat, x, mask):
    off = mask.numpy() * (xhat.detach().numpy() - x.numpy()) ** 2
    return torch.tensor(off.sum(1) / np.maximum(mask.numpy().sum(1), 1))
