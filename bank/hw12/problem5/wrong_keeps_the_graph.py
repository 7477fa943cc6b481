"""Returns positions with gradients. Fails: langevin_walks_downhill_with_noise.

Says: detach() what is returned
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    for _ in range(n_steps):
        x = x.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(x).sum(), x)
        xi = torch.tensor(rng.standard_normal(x.shape), dtype=x.dtype, device=x.device)
        x = x - eta * gradient + noise * xi
    return x
