"""Takes the logarithms of the target. Fails: gan_scores_are_smallest_at_the_target.

Says: changed places
"""


# %%
def gan_scores(d, target):
    return -d * np.log(target) - (1 - d) * np.log(1 - target)
