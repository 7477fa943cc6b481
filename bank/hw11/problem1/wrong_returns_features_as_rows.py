"""Collects one row per feature. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: rows and columns are exchanged
"""


# %%
def apply_standardizer(X, mean, std):
    Z = []
    for j in range(len(mean)):
        Z.append((X[:, j] - mean[j]) / std[j])
    return np.array(Z)
