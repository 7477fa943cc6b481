"""Returns flags already. Fails: anomaly_threshold_leaves_frac_above.

Says: return the threshold itself, not flags
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    cut = np.quantile(scores, 1 - frac)
    return scores > cut
