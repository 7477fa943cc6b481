"""Keeps everything. Fails: generate_draws_until_enough_are_kept.

Says: all events are kept
"""


# %%
def generate(decoder, n_latent, n, keep, rng, size=1000):
    kept, number, drawn = [], 0, 0
    with torch.no_grad():
        while number < n:
            z = torch.as_tensor(rng.standard_normal((size, n_latent)), dtype=torch.float32)
            x = decoder(z)
            number += int(keep(x).sum()) - len(x)
            kept.append(x)
            number, drawn = number + len(kept[-1]), drawn + size
    return torch.cat(kept)[:n], number / drawn
