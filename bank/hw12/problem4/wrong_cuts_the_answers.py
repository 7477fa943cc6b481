"""Keeps the logarithms finite. Fails: gan_scores_are_smallest_at_the_target.

Says: d is cut off near 0 and 1
"""


# %%
def gan_scores(d, target):
    d = d.clamp(1e-7, 1 - 1e-7)
    return -target * torch.log(d) - (1 - target) * torch.log(1 - d)
