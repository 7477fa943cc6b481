"""Forgets to divide. Fails: covariance_is_taken_about_the_mean.

Says: the sum is not divided by the number of events
"""


# %%
def covariance(X):
    c = X - X.mean(axis=0)
    return c.T @ c
