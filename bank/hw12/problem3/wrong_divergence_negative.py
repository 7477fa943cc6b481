"""The sign of the formula with 1 + logvar - … is lost. Fails:
kl_divergence_sums_over_the_latent_axes.

Says: the sign is turned round
"""


# %%
def kl_divergence(mu, logvar):
    return 0.5 * (1 + logvar - mu**2 - logvar.exp()).sum(dim=1)
