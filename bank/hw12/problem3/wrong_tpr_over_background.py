"""Divides by the background. Fails: tpr_at_fpr_takes_its_threshold_from_background.

Says: divided by the number of background events
"""


# %%
def tpr_at_fpr(background, signal, fpr):
    return np.sum(signal > np.quantile(background, 1 - fpr)) / len(background)
