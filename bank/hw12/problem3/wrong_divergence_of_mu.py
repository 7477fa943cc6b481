"""Forgets the square. Fails: kl_divergence_sums_over_the_latent_axes.

Says: mu is not squared
"""


# %%
def kl_divergence(mu, logvar):
    return 0.5 * (mu + logvar.exp() - logvar - 1).sum(1)
