"""Returns the logarithm of the density. Fails: gaussian_nll_is_summed_over_features.

Says: the minus sign is missing: a likely event has a small number
"""


# %%
def gaussian_nll(x, mu, logvar):
    return -0.5 * (logvar + (x - mu) ** 2 / torch.exp(logvar) + np.log(2 * np.pi)).sum(dim=1)
