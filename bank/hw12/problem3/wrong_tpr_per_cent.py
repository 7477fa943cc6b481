"""Mistakes a fraction for per cent. Fails: tpr_at_fpr_takes_its_threshold_from_background.

Says: np.percentile counts from 0 to 100
"""


# %%
def tpr_at_fpr(background, signal, fpr):
    return np.mean(signal > np.percentile(background, 1 - fpr))
