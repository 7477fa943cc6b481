"""Swaps t and 1 − t. Fails: gan_scores_are_cross_entropies_with_t.

Says: t and 1 − t are swapped: t belongs to log d
"""


# %%
def gan_scores(d, t):
    return -(1 - t) * torch.log(d) - t * torch.log(1 - d)
