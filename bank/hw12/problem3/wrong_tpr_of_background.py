"""Counts the background. Fails: tpr_at_fpr_takes_its_threshold_from_background.

Says: count the signal
"""


# %%
def tpr_at_fpr(background, signal, fpr):
    return np.mean(background > np.quantile(background, 1 - fpr))
