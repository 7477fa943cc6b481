"""Hands numpy's cov the events as variables. Fails: covariance_is_taken_about_the_mean.

Says: events and features are swapped
"""


# %%
def covariance(X):
    return np.cov(X)
