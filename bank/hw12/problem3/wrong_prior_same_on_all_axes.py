"""Draws one number for all axes. Fails: sample_prior_decodes_normal_noise.

Says: all axes of an event get the same noise
"""


# %%
def sample_prior(model, n, rng):
    z = torch.as_tensor(rng.standard_normal((n, 1))).repeat(1, model.mu.out_features)
    with torch.no_grad():
        return model.decoder(z.to(model.mu.weight.dtype))
