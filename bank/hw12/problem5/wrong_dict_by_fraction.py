"""Keeps the rows in a dict. Fails: contamination_curve_trains_on_mixed_samples.

Says: equal fractions share one row
"""


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    n, aucs = len(normal), {}
    for f in fractions:
        k = round(f * n)
        sample = np.concatenate([normal[: n - k], anomalous[:k]])
        scores = [fit(rng.permutation(sample), s) for s in range(n_starts)]
        aucs[f] = [area(score(test[0]), score(test[1])) for score in scores]
    return np.array(list(aucs.values()))
