"""Multiplies element by element. Fails: covariance_is_taken_about_the_mean.

Says: these are the variances alone
"""


# %%
def covariance(X):
    c = X - X.mean(axis=0)
    return (c * c).mean(axis=0)
