"""Takes the smallest of all. Fails: worst_case_auc_takes_the_smaller_each_time.

Says: this is the smallest of all
"""


# %%
def worst_case_auc(forward, inverse):
    worst = np.minimum(forward, inverse)
    return worst.min(), worst.std(ddof=1)
