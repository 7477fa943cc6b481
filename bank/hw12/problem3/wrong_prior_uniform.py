"""Draws uniform noise. Fails: sample_prior_decodes_normal_noise.

Says: uniform noise
"""


# %%
def sample_prior(model, n, rng):
    z = torch.as_tensor(rng.uniform(-1, 1, (n, model.mu.out_features)))
    with torch.no_grad():
        return model.decoder(z.to(model.mu.weight.dtype))
