"""Draws one point for all. Fails: sample_prior_decodes_normal_noise.

Says: every event is the same
"""


# %%
def sample_prior(model, n, rng):
    z = torch.as_tensor(rng.standard_normal(model.mu.out_features)).repeat(n, 1)
    with torch.no_grad():
        return model.decoder(z.to(model.mu.weight.dtype))
