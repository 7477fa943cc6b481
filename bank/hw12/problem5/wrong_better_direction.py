"""Takes the larger. Fails: worst_case_auc_takes_the_smaller_each_time.

Says: these are the larger ones
"""


# %%
def worst_case_auc(forward, inverse):
    worst = np.maximum(forward, inverse)
    return worst.mean(), worst.std(ddof=1)
