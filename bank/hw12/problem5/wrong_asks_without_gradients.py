"""Asks for gradients of a tensor without any. Fails: langevin_walks_downhill_with_noise.

Says: needs requires_grad_()
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    x = x.detach()
    for _ in range(n_steps):
        (g,) = torch.autograd.grad(energy(x).sum(), x)
        x = x - eta * g + noise * torch.as_tensor(rng.standard_normal(x.shape)).to(x)
    return x
