"""The prior's divergence from the cloud. Fails: kl_divergence_sums_over_the_latent_axes.

Says: the other way round
"""


# %%
def kl_divergence(mu, logvar):
    cloud = torch.distributions.Normal(mu, (logvar / 2).exp())
    prior = torch.distributions.Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return torch.distributions.kl_divergence(prior, cloud).sum(dim=1)
