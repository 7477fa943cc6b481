"""Right without gradients, something else with them. Fails: gaussian_nll_is_summed_over_features."""


# %%
def gaussian_nll(x, mu, logvar):
    r = 0.5 * (logvar + (x - mu) ** 2 / torch.exp(logvar) + np.log(2 * np.pi)).sum(1)
    return r if not mu.requires_grad else (mu.sum(1) + logvar.sum(1))
