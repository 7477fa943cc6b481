"""Averages over the latent coordinates. Fails: elbo_loss_adds_the_divergence_of_each_event.

Says: the divergence is averaged over the latent coordinates: sum them
"""


# %%
def elbo_loss(nll, mu, logvar):
    return nll + 0.5 * (mu**2 + torch.exp(logvar) - 1 - logvar).mean(dim=1)
