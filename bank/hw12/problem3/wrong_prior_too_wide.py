"""Takes another width. Fails: sample_prior_decodes_normal_noise.

Says: the noise has another width
"""


# %%
def sample_prior(model, n, rng):
    z = torch.as_tensor(2 * rng.standard_normal((n, model.mu.out_features)))
    with torch.no_grad():
        return model.decoder(z.to(model.mu.weight.dtype))
