"""Returns the mean. Fails: reparameterize_moves_the_given_noise.

Says: the noise is missing
"""


# %%
def reparameterize(mu, logvar, eps):
    return mu
