"""Trains on what rng.shuffle returns. Fails: contamination_curve_trains_on_mixed_samples.

Says: fit was called with None
"""


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    n, aucs = len(normal), []
    for f in fractions:
        k = round(f * n)
        sample = rng.shuffle(np.concatenate([normal[: n - k], anomalous[:k]]))
        scores = [fit(sample, s) for s in range(n_starts)]
        aucs.append([area(score(test[0]), score(test[1])) for score in scores])
    return np.array(aucs)
