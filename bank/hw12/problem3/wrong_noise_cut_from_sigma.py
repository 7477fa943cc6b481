"""Cuts the gradients to logvar. Fails: reparameterize_moves_the_given_noise.

Says: a way that is cut
"""


# %%
def reparameterize(mu, logvar, eps):
    with torch.no_grad():
        sigma = torch.exp(logvar / 2)
    return mu + sigma * eps
