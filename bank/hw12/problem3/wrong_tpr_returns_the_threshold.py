"""Returns the threshold. Fails: tpr_at_fpr_takes_its_threshold_from_background.

Says: this is the threshold
"""


# %%
def tpr_at_fpr(background, signal, fpr):
    return np.quantile(background, 1 - fpr)
