"""Treats the pairs as independent. Fails: auc_counts_pairs_and_knows_its_error.

Says: the pairs are treated as if each were an event of its own
"""


# %%
def auc(background, signal):
    wins = (signal[:, None] > background) + 0.5 * (signal[:, None] == background)
    p, q = wins.mean(axis=1), wins.mean(axis=0)
    return wins.mean(), np.sqrt(wins.mean() * (1 - wins.mean()) / wins.size)
