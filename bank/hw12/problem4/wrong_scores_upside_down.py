"""Forgets the minus sign. Fails: gan_scores_are_cross_entropies_with_t.

Says: the sign is wrong: the higher, the more anomalous
"""


# %%
def gan_scores(d, t):
    return t * torch.log(d) + (1 - t) * torch.log(1 - d)
