"""Adds the average divergence to every event. Fails: elbo_loss_adds_the_divergence_of_each_event.

Says: the divergence is averaged over the events: each event has its own
"""


# %%
def elbo_loss(nll, mu, logvar):
    return nll + 0.5 * (mu**2 + torch.exp(logvar) - 1 - logvar).sum(dim=1).mean()
