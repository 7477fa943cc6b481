"""Moves the tensor with gradients itself. Fails: langevin_walks_downhill_with_noise.

Says: by `x = x - …`
"""


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    x = x.detach().clone().requires_grad_()
    for _ in range(n_steps):
        (g,) = torch.autograd.grad(energy(x).sum(), x)
        x -= eta * g
        x = x + noise * torch.as_tensor(rng.standard_normal(x.shape)).to(x)
    return x.detach()
