"""Writes the factor ½ before the square alone. Fails: gaussian_nll_is_summed_over_features.

Says: the factor ½ belongs to all three terms
"""


# %%
def gaussian_nll(x, mu, logvar):
    return (logvar + 0.5 * (x - mu) ** 2 / torch.exp(logvar) + 0.5 * np.log(2 * np.pi)).sum(dim=1)
