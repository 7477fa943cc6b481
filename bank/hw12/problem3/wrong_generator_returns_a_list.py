"""Returns a list of tensors. Fails: generate_draws_until_enough_are_kept.

Says: torch.stack(x)
"""


# %%
def generate(decoder, n_latent, n, keep, rng, size=1000):
    kept, drawn = [], 0
    while len(kept) < n:
        x = decoder(torch.as_tensor(rng.standard_normal((size, n_latent)).astype(np.float32)))
        drawn += size
        kept += list(x[keep(x)])
    return kept[:n], len(kept) / drawn
