"""Returns the root of the sum. Fails: topic_scores_add_squared_pulls.

Says: this is the root of what is expected
"""


# %%
def topic_scores(X, X_normal):
    pulls = (X - X_normal.mean(axis=0)) / X_normal.std(axis=0)
    return np.sqrt((pulls**2).sum(axis=1))
