"""Moves the sample by a number that rng draws. Fails: contamination_curve_trains_on_mixed_samples.

Says: not mixed but moved
"""


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    n = len(normal)
    aucs = np.zeros((len(fractions), n_starts))
    for row, fraction in enumerate(fractions):
        k = round(fraction * n)
        sample = np.concatenate([normal[: n - k], anomalous[:k]])
        for start in range(n_starts):
            score = fit(np.roll(sample, n // 4 + rng.integers(2), axis=0), start)
            aucs[row, start] = area(score(test[0]), score(test[1]))
    return aucs
