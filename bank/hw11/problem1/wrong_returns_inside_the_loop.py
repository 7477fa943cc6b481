"""Returns after the first feature. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: `return` stands inside it
"""


# %%
def apply_standardizer(X, mean, std):
    Z = np.zeros(X.shape)
    for j in range(X.shape[1]):
        Z[:, j] = (X[:, j] - mean[j]) / std[j]
        return Z
