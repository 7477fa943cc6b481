"""Trains once for each kind of test jets. Fails: contamination_curve_trains_on_mixed_samples.

Says: fit is called twice for one training
"""


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    n = len(normal)
    aucs = np.zeros((len(fractions), n_starts))
    for row, fraction in enumerate(fractions):
        k = round(fraction * n)
        sample = np.concatenate([normal[: n - k], anomalous[:k]])
        for start in range(n_starts):
            mixed = rng.permutation(sample)
            low, high = (fit(mixed, start)(some) for some in test)
            aucs[row, start] = area(low, high)
    return aucs
