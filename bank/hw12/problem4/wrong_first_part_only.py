"""Leaves out the second part. Fails: gan_scores_are_cross_entropies_with_t.

Says: the part with 1 − t is missing
"""


# %%
def gan_scores(d, t):
    return -t * torch.log(d)
