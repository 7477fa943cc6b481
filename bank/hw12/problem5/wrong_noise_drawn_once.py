"""Draws the noise once. Fails: langevin_walks_downhill_with_noise.

Says: the noise is drawn or added once
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    xi = torch.tensor(rng.standard_normal(x.shape), dtype=x.dtype, device=x.device)
    for _ in range(n_steps):
        x = x.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(x).sum(), x)
        x = x - eta * gradient + noise * xi
    return x.detach()
