"""Takes the gradient of the mean. Fails: langevin_walks_downhill_with_noise.

Says: that of the mean energy
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    for _ in range(n_steps):
        x = x.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(x).mean(), x)
        xi = torch.tensor(rng.standard_normal(x.shape), dtype=x.dtype, device=x.device)
        x = x - eta * gradient + noise * xi
    return x.detach()
