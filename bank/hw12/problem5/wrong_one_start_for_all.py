"""Begins each training from start 0. Fails: contamination_curve_trains_on_mixed_samples.

Says: all trainings of a fraction begin from start 0
"""


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    n = len(normal)
    aucs = np.zeros((len(fractions), n_starts))
    for row, fraction in enumerate(fractions):
        k = round(fraction * n)
        sample = np.concatenate([normal[: n - k], anomalous[:k]])
        for start in range(n_starts):
            score = fit(rng.permutation(sample), 0)
            aucs[row, start] = area(score(test[0]), score(test[1]))
    return aucs
