"""Measures from the other side. Fails: kl_divergence_sums_over_the_latent_axes.

Says: this is the divergence of the prior from the cloud
"""


# %%
def kl_divergence(mu, logvar):
    return 0.5 * ((mu**2 + 1) / logvar.exp() + logvar - 1).sum(1)
