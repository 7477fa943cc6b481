"""Divides by the events up to the last kept one. Fails: generate_draws_until_enough_are_kept.

Says: share is counted up to the nth event
"""


# %%
def generate(decoder, n_latent, n, keep, rng, size=1000):
    kept, drawn = [], 0
    while True:
        x = decoder(torch.as_tensor(rng.standard_normal((size, n_latent)).astype(np.float32)))
        for event, good in zip(x.detach(), keep(x)):
            drawn += 1
            if good:
                kept.append(event)
            if len(kept) == n:
                return torch.stack(kept), n / drawn
