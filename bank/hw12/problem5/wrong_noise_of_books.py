"""Multiplies the noise by the root of 2 eta. Fails: langevin_walks_downhill_with_noise.

Says: sqrt(2 * eta) scales or replaces the noise
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    for _ in range(n_steps):
        x = x.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(x).sum(), x)
        xi = torch.tensor(rng.standard_normal(x.shape), dtype=x.dtype, device=x.device)
        x = x - eta * gradient + noise * (2 * eta) ** 0.5 * xi
    return x.detach()
