"""Centres the array of the caller. Fails: covariance_is_taken_about_the_mean.

Says: an in-place operation
"""


# %%
def covariance(X):
    X -= X.mean(axis=0)
    return X.T @ X / len(X)
