"""Makes its own generator. Fails: langevin_walks_downhill_with_noise.

Says: a new one is made from a fixed seed
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    rng = np.random.default_rng(0)
    for _ in range(n_steps):
        x = x.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(x).sum(), x)
        xi = torch.tensor(rng.standard_normal(x.shape), dtype=x.dtype, device=x.device)
        x = x - eta * gradient + noise * xi
    return x.detach()
