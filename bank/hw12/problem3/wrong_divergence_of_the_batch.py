"""Sums over events as well. Fails: kl_divergence_sums_over_the_latent_axes.

Says: one number for all events
"""


# %%
def kl_divergence(mu, logvar):
    return -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
