"""Has a minus in the exponent. Fails: reparameterize_moves_the_given_noise.

Says: the exponent has a minus sign
"""


# %%
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(-logvar / 2) * eps
