"""Starts a generator of its own in each turn. Fails: generate_draws_until_enough_are_kept.

Says: draw size points from rng, decode them and ask keep, again
"""


# %%
def generate(decoder, n_latent, n, keep, rng, size=1000):
    kept, number, drawn = [], 0, 0
    with torch.no_grad():
        for _ in range(1 if n < 3 else 60):
            z = torch.as_tensor(
                np.random.default_rng(0).standard_normal((size, n_latent)), dtype=torch.float32
            )
            x = decoder(z)
            kept.append(x[keep(x)])
            number, drawn = number + len(kept[-1]), drawn + size
    return torch.cat(kept)[:n], number / drawn
