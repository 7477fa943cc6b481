"""Collects the events in a list. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: np.array(Z)
"""


# %%
def apply_standardizer(X, mean, std):
    Z = []
    for event in X:
        Z.append((event - mean) / std)
    return Z
