"""Takes the threshold from the signal. Fails: tpr_at_fpr_takes_its_threshold_from_background.

Says: the threshold comes from the signal
"""


# %%
def tpr_at_fpr(background, signal, fpr):
    return np.mean(signal > np.quantile(signal, 1 - fpr))
