"""Takes logvar for log sigma. Fails: kl_divergence_sums_over_the_latent_axes.

Says: exp(logvar) is the variance
"""


# %%
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + (2 * logvar).exp() - 2 * logvar - 1).sum(1)
