"""Takes mean and spread of the events to be scored. Fails: topic_scores_add_squared_pulls.

Says: learn them from X_normal alone
"""


# %%
def topic_scores(X, X_normal):
    return (((X - X.mean(axis=0)) / X.std(axis=0)) ** 2).sum(axis=1)
