"""Takes the gradient once. Fails: langevin_walks_downhill_with_noise.

Says: every step takes the gradient at the start
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    place = x.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(energy(place).sum(), place)
    x = x.detach()
    for _ in range(n_steps):
        xi = torch.as_tensor(rng.standard_normal(x.shape), dtype=x.dtype)
        x = x - eta * gradient + noise * xi
    return x
