"""Draws uniform noise. Fails: langevin_walks_downhill_with_noise.

Says: the noise is uniform
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    for _ in range(n_steps):
        x = x.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(x).sum(), x)
        xi = torch.tensor(rng.uniform(-1, 1, x.shape), dtype=x.dtype, device=x.device)
        x = x - eta * gradient + noise * xi
    return x.detach()
