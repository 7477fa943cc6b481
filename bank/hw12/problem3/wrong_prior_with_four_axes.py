"""Has the number of axes built in. Fails: sample_prior_decodes_normal_noise.

Says: matrices whose sizes do not fit
"""


# %%
def sample_prior(model, n, rng):
    z = torch.as_tensor(rng.standard_normal((n, 4)))
    with torch.no_grad():
        return model.decoder(z.to(model.mu.weight.dtype))
