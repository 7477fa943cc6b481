"""Adds squared differences in their own units. Fails: topic_scores_add_squared_pulls.

Says: divide each difference by the spread
"""


# %%
def topic_scores(X, X_normal):
    return ((X - X_normal.mean(axis=0)) ** 2).sum(axis=1)
