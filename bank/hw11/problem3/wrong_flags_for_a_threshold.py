"""Returns flags already. Fails: anomaly_threshold_leaves_frac_above.

Says: these are flags: return the threshold itself
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    cut = np.quantile(scores, 1 - frac)
    return scores > cut
