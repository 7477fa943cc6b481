"""Takes the lower tail. Fails: tpr_at_fpr_takes_its_threshold_from_background.

Says: this is the lower tail
"""


# %%
def tpr_at_fpr(background, signal, fpr):
    return np.mean(signal > np.quantile(background, fpr))
