"""Large numbers are taken for marks of empty rows. Fails: masked_mse_averages_over_what_counts.

Says: large numbers are left out
"""


# %%
def masked_mse(xhat, x, mask):
    off = torch.where(mask & (x.abs() < 100), xhat - x, 0.0)
    return (off**2).sum(dim=1) / mask.sum(dim=1).clamp(min=1)
