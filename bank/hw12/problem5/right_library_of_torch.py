"""Norms, thresholds and gradients by functions of torch. Fails: nothing."""


# %%
def kernel_mse(xhat, x, kernel):
    return torch.linalg.norm(torch.einsum("na,ab->nb", xhat - x, kernel), dim=1) ** 2 / x.shape[1]


# %%
def normalised_loss(e_pos, e_neg, margin):
    return e_pos.sum() / len(e_pos) + nn.functional.threshold(margin - e_neg, 0.0, 0.0).mean()


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    slope = torch.func.grad(lambda y: energy(y).sum())
    for p in energy.parameters():
        p.requires_grad_(False)
    for _ in range(n_steps):
        x = (
            x
            - eta * slope(x)
            + noise * torch.as_tensor(rng.standard_normal(x.shape), dtype=x.dtype)
        )
    return x
