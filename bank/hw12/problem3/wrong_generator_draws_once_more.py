"""It draws another batch where there are n events already. Fails:
generate_draws_until_enough_are_kept.

Says: one batch too many is drawn
"""


# %%
def generate(decoder, n_latent, n, keep, rng, size=1000):
    kept, number, drawn = [], 0, 0
    with torch.no_grad():
        while number <= n:
            z = torch.as_tensor(rng.standard_normal((size, n_latent)), dtype=torch.float32)
            x = decoder(z)
            kept.append(x[keep(x)])
            number, drawn = number + len(kept[-1]), drawn + size
    return torch.cat(kept)[:n], number / drawn
