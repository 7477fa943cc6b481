"""Does not look at the target. Fails: gan_scores_are_smallest_at_the_target.

Says: target is not used
"""


# %%
def gan_scores(d, target):
    return -torch.log(d)
