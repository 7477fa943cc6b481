"""Takes logvar for log σ. Fails: kl_divergence_sums_over_the_latent_axes.

Says: logvar is taken for the logarithm of σ
"""


# %%
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + (2 * logvar).exp() - 2 * logvar - 1).sum(dim=1)
