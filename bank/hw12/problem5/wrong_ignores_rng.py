"""Draws from torch. Fails: langevin_walks_downhill_with_noise.

Says: xi from one call of
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    for _ in range(n_steps):
        x = x.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(x).sum(), x)
        xi = torch.randn_like(x)
        x = x - eta * gradient + noise * xi
    return x.detach()
