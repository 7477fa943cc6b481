"""Takes one step. Fails: langevin_walks_downhill_with_noise.

Says: one step is taken
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    for _ in range(1):
        x = x.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(x).sum(), x)
        xi = torch.tensor(rng.standard_normal(x.shape), dtype=x.dtype, device=x.device)
        x = x - eta * gradient + noise * xi
    return x.detach()
