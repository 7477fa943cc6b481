"""Clips the gradient. Fails: langevin_walks_downhill_with_noise.

Says: the gradient is clipped
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    x = x.detach()
    for _ in range(n_steps):
        place = x.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(place).sum(), place)
        gradient = gradient.clamp(-0.1, 0.1)
        xi = torch.as_tensor(rng.standard_normal(x.shape), dtype=x.dtype, device=x.device)
        x = x - eta * gradient + noise * xi
    return x
