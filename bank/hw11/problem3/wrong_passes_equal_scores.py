"""Goes down until enough scores lie strictly above. Fails: anomaly_threshold_leaves_frac_above.

Says: equal scores lie on both sides of the cut: the threshold is this equal score itself
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    for t in np.sort(scores)[::-1]:
        if np.mean(scores > t) >= frac - 1e-9:
            return t
    return t
