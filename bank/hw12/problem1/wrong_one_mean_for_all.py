"""Subtracts the mean of all numbers. Fails: covariance_is_taken_about_the_mean.

Says: one mean over everything is subtracted
"""


# %%
def covariance(X):
    c = X - X.mean()
    return c.T @ c / len(X)
