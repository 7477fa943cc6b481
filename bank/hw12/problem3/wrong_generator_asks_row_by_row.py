"""Asks keep of one event after the other. Fails: generate_draws_until_enough_are_kept.

Says: keep was called with tensor (3,)
"""


# %%
def generate(decoder, n_latent, n, keep, rng, size=1000):
    kept, drawn = [], 0
    with torch.no_grad():
        while len(kept) < n:
            x = decoder(torch.as_tensor(rng.standard_normal((size, n_latent)).astype(np.float32)))
            drawn += size
            for row in x:
                if keep(row):
                    kept.append(row)
    return torch.stack(kept[:n]), len(kept) / drawn
