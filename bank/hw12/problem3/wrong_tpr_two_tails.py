"""Splits fpr. Fails: tpr_at_fpr_takes_its_threshold_from_background.

Says: fpr is split between two tails
"""


# %%
def tpr_at_fpr(background, signal, fpr):
    return np.mean(signal > np.quantile(background, 1 - fpr / 2))
