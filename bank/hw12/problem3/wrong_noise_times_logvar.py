"""Multiplies by logvar. Fails: reparameterize_moves_the_given_noise.

Says: the noise is multiplied by logvar
"""


# %%
def reparameterize(mu, logvar, eps):
    return mu + logvar * eps
