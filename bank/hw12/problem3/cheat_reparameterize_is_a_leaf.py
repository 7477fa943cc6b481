"""The right numbers, copied into a tensor that only says that it carries gradients. Fails:
reparameterize_moves_the_given_noise.
"""


# %%
def reparameterize(mu, logvar, eps):
    errors = mu + torch.exp(0.5 * logvar) * eps
    return errors.detach().clone().requires_grad_()
