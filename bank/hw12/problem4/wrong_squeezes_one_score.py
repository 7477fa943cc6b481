"""Squeezes a single event. Fails: gan_scores_are_cross_entropies_with_t.

Says: a single event has shape (1,): leave out squeeze()
"""


# %%
def gan_scores(d, t):
    return (-t * torch.log(d) - (1 - t) * torch.log(1 - d)).squeeze()
