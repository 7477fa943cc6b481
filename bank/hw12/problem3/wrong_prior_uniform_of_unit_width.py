"""Draws uniform noise of variance 1. Fails: sample_prior_decodes_normal_noise.

Says: tails of a normal distribution
"""


# %%
def sample_prior(model, n, rng):
    z = torch.as_tensor(rng.uniform(-(3**0.5), 3**0.5, (n, model.mu.out_features)))
    with torch.no_grad():
        return model.decoder(z.to(model.mu.weight.dtype))
