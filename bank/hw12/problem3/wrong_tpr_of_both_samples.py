"""Takes the threshold from all events. Fails: tpr_at_fpr_takes_its_threshold_from_background.

Says: take it from the background
"""


# %%
def tpr_at_fpr(background, signal, fpr):
    return np.mean(signal > np.quantile(np.concatenate([background, signal]), 1 - fpr))
