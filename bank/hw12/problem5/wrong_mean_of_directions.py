"""Averages both directions. Fails: worst_case_auc_takes_the_smaller_each_time.

Says: the two directions are averaged
"""


# %%
def worst_case_auc(forward, inverse):
    worst = (forward + inverse) / 2
    return worst.mean(), worst.std(ddof=1)
