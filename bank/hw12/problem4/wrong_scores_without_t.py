"""Ignores t. Fails: gan_scores_are_cross_entropies_with_t.

Says: t is not used
"""


# %%
def gan_scores(d, t):
    return -torch.log(d)
