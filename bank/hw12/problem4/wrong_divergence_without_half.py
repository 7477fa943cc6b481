"""Forgets the factor ½. Fails: elbo_loss_adds_the_divergence_of_each_event.

Says: the divergence has no factor ½
"""


# %%
def elbo_loss(nll, mu, logvar):
    return nll + (mu**2 + torch.exp(logvar) - 1 - logvar).sum(dim=1)
