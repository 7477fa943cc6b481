"""Makes the centres like the events, which may be integers. Fails: update_centers_averages_each_cluster.

Says: an array of integers holds neither fractions nor NaN
"""


# %%
def update_centers(X, labels, k):
    centers = np.zeros_like(X[:k])
    for j in range(k):
        m = X[labels == j]
        if len(m):
            centers[j] = m.mean(axis=0)
    return centers
