"""Forgets the factor. Fails: kl_divergence_sums_over_the_latent_axes.

Says: the factor ½ is missing
"""


# %%
def kl_divergence(mu, logvar):
    return (mu**2 + logvar.exp() - logvar - 1).sum(dim=1)
