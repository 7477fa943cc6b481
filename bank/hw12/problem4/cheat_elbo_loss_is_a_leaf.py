"""The right numbers, copied into a tensor that only says that it carries gradients. Fails:
elbo_loss_adds_the_divergence_of_each_event.
"""


# %%
def elbo_loss(nll, mu, logvar):
    result = nll + 0.5 * (mu**2 + torch.exp(logvar) - 1 - logvar).sum(dim=1)
    return result.detach().clone().requires_grad_()
