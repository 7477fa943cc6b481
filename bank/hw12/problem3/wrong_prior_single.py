"""Draws one event only. Fails: sample_prior_decodes_normal_noise.

Says: one event only: draw n of them
"""


# %%
def sample_prior(model, n, rng):
    z = torch.as_tensor(rng.standard_normal(model.mu.out_features))
    with torch.no_grad():
        return model.decoder(z.to(model.mu.weight.dtype))
