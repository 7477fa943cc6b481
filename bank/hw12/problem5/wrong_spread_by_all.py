"""Divides by S. Fails: worst_case_auc_takes_the_smaller_each_time.

Says: S - 1 in its denominator
"""


# %%
def worst_case_auc(forward, inverse):
    worst = np.minimum(forward, inverse)
    return worst.mean(), worst.std()
