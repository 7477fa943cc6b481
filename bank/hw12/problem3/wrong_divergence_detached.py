"""Cuts the gradients. Fails: kl_divergence_sums_over_the_latent_axes.

Says: training needs the gradients
"""


# %%
def kl_divergence(mu, logvar):
    with torch.no_grad():
        return 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(1)
