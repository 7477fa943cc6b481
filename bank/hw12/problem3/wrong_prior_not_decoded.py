"""Returns the latent points. Fails: sample_prior_decodes_normal_noise.

Says: send them through model.decoder
"""


# %%
def sample_prior(model, n, rng):
    return torch.as_tensor(rng.standard_normal((n, model.mu.out_features)))
