"""Takes sigma for sigma squared. Fails: kl_divergence_sums_over_the_latent_axes.

Says: the formula has sigma²
"""


# %%
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + (logvar / 2).exp() - logvar - 1).sum(1)
