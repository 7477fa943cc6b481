"""Forgets the 1. Fails: kl_divergence_sums_over_the_latent_axes.

Says: the 1 of each axis is missing
"""


# %%
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - logvar).sum(1)
