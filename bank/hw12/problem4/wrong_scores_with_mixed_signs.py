"""Gets one sign wrong. Fails: gan_scores_are_cross_entropies_with_t.

Says: one of the two signs is wrong
"""


# %%
def gan_scores(d, t):
    return -t * torch.log(d) + (1 - t) * torch.log(1 - d)
