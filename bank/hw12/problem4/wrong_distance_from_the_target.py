"""A distance, not a cross entropy. Fails: gan_scores_are_smallest_at_the_target.

Says: this is a distance
"""


# %%
def gan_scores(d, target):
    return (d - target).abs()
