"""Loops over the four features of the notebook. Fails: fit_standardizer_uses_each_feature.

Says: index 3 is out of bounds
Says: take sizes from the arguments
"""


# %%
def fit_standardizer(X):
    mean = np.zeros(4)
    std = np.ones(4)
    for j in range(4):
        mean[j] = np.mean(X[:, j])
        s = np.std(X[:, j])
        if s != 0:
            std[j] = s
    return mean, std
