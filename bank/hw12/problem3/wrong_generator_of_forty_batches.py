"""It stops after forty batches. Fails: generate_draws_until_enough_are_kept.

Says: the loop ends after a fixed number of batches
"""


# %%
def generate(decoder, n_latent, n, keep, rng, size=1000):
    kept, number, drawn = [], 0, 0
    with torch.no_grad():
        for _ in range(40):
            if number >= n:
                break
            z = torch.as_tensor(rng.standard_normal((size, n_latent)), dtype=torch.float32)
            x = decoder(z)
            kept.append(x[keep(x)])
            number, drawn = number + len(kept[-1]), drawn + size
    return torch.cat(kept)[:n], number / drawn
