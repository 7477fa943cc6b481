"""Multiplies by the variance. Fails: reparameterize_moves_the_given_noise.

Says: the noise is multiplied by the variance
"""


# %%
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(logvar) * eps
