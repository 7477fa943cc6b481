"""Scores the pair of test samples. Fails: contamination_curve_trains_on_mixed_samples.

Says: fit returned was called with (array (45, 2), array (30, 2))
"""


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    n, aucs = len(normal), []
    for f in fractions:
        k = round(f * n)
        sample = np.concatenate([normal[: n - k], anomalous[:k]])
        for s in range(n_starts):
            aucs.append(area(*fit(rng.permutation(sample), s)(test)))
    return np.reshape(aucs, (len(fractions), n_starts))
