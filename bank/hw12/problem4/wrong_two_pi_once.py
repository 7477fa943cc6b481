"""Adds the constant once for each event. Fails: gaussian_nll_is_summed_over_features.

Says: log 2π counts once for each feature, not once for each event
"""


# %%
def gaussian_nll(x, mu, logvar):
    return 0.5 * ((logvar + (x - mu) ** 2 / torch.exp(logvar)).sum(dim=1) + np.log(2 * np.pi))
