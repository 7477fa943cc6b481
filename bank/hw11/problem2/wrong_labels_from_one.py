"""Takes the labels to count from 1. Fails: update_centers_averages_each_cluster.

Says: labels count from 0
"""


# %%
def update_centers(X, labels, k):
    return np.array([X[labels == j].mean(axis=0) for j in range(1, k + 1)])
