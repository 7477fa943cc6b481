"""The logarithms of the variances are cut off at -8 and 8. Fails:
elbo_loss_adds_description_and_code_of_each_event.

Says: the logarithms of the variances are cut off
"""


# %%
def elbo_loss(x, x_mu, x_logvar, mu, logvar):
    x_logvar, logvar = x_logvar.clamp(-8, 8), logvar.clamp(-8, 8)
    normal = torch.distributions.Normal
    description = -normal(x_mu, torch.exp(x_logvar / 2)).log_prob(x).sum(dim=1)
    prior = normal(torch.zeros_like(mu), torch.ones_like(mu))
    code = torch.distributions.kl_divergence(normal(mu, torch.exp(logvar / 2)), prior)
    return description + code.sum(dim=1)
