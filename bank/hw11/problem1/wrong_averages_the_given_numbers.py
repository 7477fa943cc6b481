"""Averages the given centres and spreads over the features. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: each feature has its own in mean and std
"""


# %%
def apply_standardizer(X, mean, std):
    m = np.mean(mean)
    s = np.mean(std)
    return (X - m) / s
