"""Averages the given centres and spreads over the features. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: one centre and one spread for all features
"""


# %%
def apply_standardizer(X, mean, std):
    m = np.mean(mean)
    s = np.mean(std)
    return (X - m) / s
