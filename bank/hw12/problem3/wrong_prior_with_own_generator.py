"""Makes a generator of its own. Fails: sample_prior_decodes_normal_noise.

Says: draw from rng, not from a generator of your own
"""


# %%
def sample_prior(model, n, rng):
    z = torch.as_tensor(np.random.default_rng(0).standard_normal((n, model.mu.out_features)))
    with torch.no_grad():
        return model.decoder(z.to(model.mu.weight.dtype))
