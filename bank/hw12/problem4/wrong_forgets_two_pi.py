"""Leaves out the constant. Fails: gaussian_nll_is_summed_over_features.

Says: log 2π is missing, once for each feature
"""


# %%
def gaussian_nll(x, mu, logvar):
    return 0.5 * (logvar + (x - mu) ** 2 / torch.exp(logvar)).sum(dim=1)
