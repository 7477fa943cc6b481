"""Returns the variance. Fails: worst_case_auc_takes_the_smaller_each_time.

Says: this is the variance
"""


# %%
def worst_case_auc(forward, inverse):
    worst = np.minimum(forward, inverse)
    return worst.mean(), worst.var(ddof=1)
