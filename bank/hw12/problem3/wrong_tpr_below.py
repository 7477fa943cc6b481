"""Counts what is below. Fails: tpr_at_fpr_takes_its_threshold_from_background.

Says: count what is above
"""


# %%
def tpr_at_fpr(background, signal, fpr):
    return np.mean(signal < np.quantile(background, 1 - fpr))
