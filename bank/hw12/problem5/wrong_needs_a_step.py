"""Sets its result inside the loop. Fails: langevin_walks_downhill_with_noise.

Says: a name is set in one branch only
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    walkers = x.detach().clone()
    for _ in range(n_steps):
        walkers.requires_grad_()
        (gradient,) = torch.autograd.grad(energy(walkers).sum(), walkers)
        xi = torch.as_tensor(rng.standard_normal(x.shape), dtype=x.dtype)
        end = (walkers - eta * gradient + noise * xi).detach()
        walkers = end.clone()
    return end
