"""Switches gradients on for the tensor that it was given. Fails: langevin_walks_downhill_with_noise.

Says: requires gradients after the call
Says: start from x.detach().clone()
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    walkers = x.requires_grad_()
    for _ in range(n_steps):
        (gradient,) = torch.autograd.grad(energy(walkers).sum(), walkers)
        xi = torch.tensor(rng.standard_normal(x.shape), dtype=x.dtype)
        walkers = (walkers - eta * gradient + noise * xi).detach().requires_grad_()
    return walkers.detach()
