"""Returns correlations. Fails: covariance_is_taken_about_the_mean.

Says: these are correlations
"""


# %%
def covariance(X):
    return np.corrcoef(X, rowvar=False)
