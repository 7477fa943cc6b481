"""Keeps the results in a table by fraction, so that equal ones are one. Fails: contamination_curve_trains_on_mixed_samples.

Says: for each fraction and each start: mix the sample, call fit,
"""


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    n, found = len(normal), {}
    for fraction in fractions:
        k = round(fraction * n)
        sample = np.concatenate([normal[: n - k], anomalous[:k]])
        found[fraction] = []
        for start in range(n_starts):
            score = fit(rng.permutation(sample), start)
            found[fraction].append(area(score(test[0]), score(test[1])))
    return np.array([found[fraction] for fraction in sorted(found)])
