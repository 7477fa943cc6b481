"""Returns the error of the mean. Fails: worst_case_auc_takes_the_smaller_each_time.

Says: this is the error of the mean
"""


# %%
def worst_case_auc(forward, inverse):
    worst = np.minimum(forward, inverse)
    return worst.mean(), worst.std(ddof=1) / np.sqrt(len(worst))
