"""Averages over the batch. Fails: kl_divergence_sums_over_the_latent_axes.

Says: return one for each
"""


# %%
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(1).mean()
