"""Takes nothing where k is 0, in a drawn order. Fails: contamination_curve_trains_on_mixed_samples.

Says: where k is 0, `[:-k]` picks nothing
"""


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    n, aucs = len(normal), []
    order = rng.permutation(n)
    for f in fractions:
        k = round(f * n)
        sample = np.concatenate([normal[:-k], anomalous[:k]])[order]
        scores = [fit(sample, s) for s in range(n_starts)]
        aucs.append([area(score(test[0]), score(test[1])) for score in scores])
    return np.array(aucs)
