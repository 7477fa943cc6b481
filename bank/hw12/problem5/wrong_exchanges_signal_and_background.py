"""Exchanges the kinds in the AUC. Fails: contamination_curve_trains_on_mixed_samples.

Says: the AUC is turned round
"""


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    n = len(normal)
    aucs = np.zeros((len(fractions), n_starts))
    for row, fraction in enumerate(fractions):
        k = round(fraction * n)
        sample = np.concatenate([normal[: n - k], anomalous[:k]])
        for start in range(n_starts):
            score = fit(rng.permutation(sample), start)
            aucs[row, start] = area(score(test[1]), score(test[0]))
    return aucs
