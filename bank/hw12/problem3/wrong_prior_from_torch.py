"""Draws from torch. Fails: sample_prior_decodes_normal_noise.

Says: draw from rng, not from torch
"""


# %%
def sample_prior(model, n, rng):
    z = torch.randn(n, model.mu.out_features)
    with torch.no_grad():
        return model.decoder(z.to(model.mu.weight.dtype))
