"""Draws one number per walker. Fails: langevin_walks_downhill_with_noise.

Says: one random number for each walker
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    for _ in range(n_steps):
        x = x.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(x).sum(), x)
        xi = torch.tensor(rng.standard_normal((len(x), 1)), dtype=x.dtype, device=x.device)
        x = x - eta * gradient + noise * xi
    return x.detach()
