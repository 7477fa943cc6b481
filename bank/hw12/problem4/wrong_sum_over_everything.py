"""Sums the divergence over everything. Fails: elbo_loss_adds_the_divergence_of_each_event.

Says: the divergence is averaged over the events: each event has its own
"""


# %%
def elbo_loss(nll, mu, logvar):
    return nll + 0.5 * torch.sum(mu**2 + torch.exp(logvar) - 1 - logvar)
