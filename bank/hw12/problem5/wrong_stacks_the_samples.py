"""Makes one array of two samples. Fails: contamination_curve_trains_on_mixed_samples.

Says: np.concatenate joins samples
"""


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    n, aucs = len(normal), []
    for f in fractions:
        k = round(f * n)
        sample = rng.permutation(np.array([normal[: n - k], anomalous[:k]]))
        scores = [fit(sample, s) for s in range(n_starts)]
        aucs.append([area(score(test[0]), score(test[1])) for score in scores])
    return np.array(aucs)
