"""Reads the notebook's X where its parameter has another name. Fails: fit_standardizer_uses_each_feature.

Says: these are the events of the notebook
"""


# %%
def fit_standardizer(data):
    mean = X.mean(axis=0)
    std = X.std(axis=0)
    std[std == 0] = 1
    return mean, std
