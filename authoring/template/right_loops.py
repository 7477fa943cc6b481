"""Loops over events and features, spreads with m - 1, a list of scores. Fails: nothing."""


# %%
def topic_scores(X, X_normal):
    scores = []
    for event in X:
        score = 0.0
        for j in range(X.shape[1]):
            column = X_normal[:, j]
            score += (event[j] - np.mean(column)) ** 2 / np.var(column, ddof=1)
        scores.append(score)
    return scores
