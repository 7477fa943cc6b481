"""Cuts logvar off. Fails: kl_divergence_sums_over_the_latent_axes.

Says: along each axis there are four terms, with half of their
"""


# %%
def kl_divergence(mu, logvar):
    logvar = logvar.clamp(-8, 8)
    return 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(dim=1)
