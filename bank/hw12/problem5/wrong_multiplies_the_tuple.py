"""Multiplies the tuple that autograd returns. Fails: langevin_walks_downhill_with_noise.

Says: returns a tuple, and the gradient is its part [0]
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    x = x.detach()
    for _ in range(n_steps):
        here = x.clone().requires_grad_()
        g = torch.autograd.grad(energy(here).sum(), here)
        x = x - eta * g + noise * torch.as_tensor(rng.standard_normal(x.shape)).to(x)
    return x
