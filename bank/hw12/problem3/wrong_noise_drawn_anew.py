"""Draws noise of its own. Fails: reparameterize_moves_the_given_noise.

Says: with the eps that is given
"""


# %%
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(logvar / 2) * torch.randn_like(mu)
