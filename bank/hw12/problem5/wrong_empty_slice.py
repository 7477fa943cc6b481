"""Takes nothing where k is 0. Fails: contamination_curve_trains_on_mixed_samples.

Says: where k is 0, `[:-k]` picks nothing
"""


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    n, aucs = len(normal), []
    for f in fractions:
        k = round(f * n)
        for s in range(n_starts):
            x = rng.permutation(np.concatenate([normal[:-k], anomalous[:k]]))
            score = fit(x, s)
            aucs.append(area(score(test[0]), score(test[1])))
    return np.reshape(aucs, (len(fractions), n_starts))
