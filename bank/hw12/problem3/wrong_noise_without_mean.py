"""Forgets mu. Fails: reparameterize_moves_the_given_noise.

Says: mu is missing
"""


# %%
def reparameterize(mu, logvar, eps):
    return torch.exp(logvar / 2) * eps
