"""Sums over the events. Fails: kl_divergence_sums_over_the_latent_axes.

Says: sum over the latent axes
"""


# %%
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(0)
