"""The right numbers, copied into a tensor that only says that it carries gradients. Fails:
gaussian_nll_is_summed_over_features.
"""


# %%
def gaussian_nll(x, mu, logvar):
    terms = logvar + (x - mu) ** 2 / torch.exp(logvar) + np.log(2 * np.pi)
    result = 0.5 * terms.sum(dim=1)
    return result.detach().clone().requires_grad_()
