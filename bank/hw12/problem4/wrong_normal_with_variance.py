"""Hands the variance to Normal. Fails: gaussian_nll_is_summed_over_features.

Says: torch's Normal wants the standard deviation
"""


# %%
def gaussian_nll(x, mu, logvar):
    return -torch.distributions.Normal(mu, logvar.exp()).log_prob(x).sum(dim=1)
