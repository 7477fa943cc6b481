"""Counts events. Fails: tpr_at_fpr_takes_its_threshold_from_background.

Says: this is a number of events
"""


# %%
def tpr_at_fpr(background, signal, fpr):
    return np.sum(signal > np.quantile(background, 1 - fpr))
