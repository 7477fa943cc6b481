"""Adds double precision to single precision. Fails: langevin_walks_downhill_with_noise.

Says: float64 meets float32
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    x = x.detach()
    for _ in range(n_steps):
        place = x.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(place).sum(), place)
        xi = torch.tensor(rng.standard_normal(x.shape))
        x = x - eta * gradient + noise * xi
    return x
