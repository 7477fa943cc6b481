"""The right numbers, copied into a tensor that only says that it carries gradients. Fails:
kl_divergence_sums_over_the_latent_axes.
"""


# %%
def kl_divergence(mu, logvar):
    errors = 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(dim=1)
    return errors.detach().clone().requires_grad_()
