"""Keeps walkers within 1000. Fails: langevin_walks_downhill_with_noise.

Says: the positions are clipped
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    x = x.detach()
    for _ in range(n_steps):
        place = x.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(place).sum(), place)
        xi = torch.as_tensor(rng.standard_normal(x.shape), dtype=x.dtype)
        x = x - eta * gradient + noise * xi
        x = x.clamp(-1000, 1000)
    return x
