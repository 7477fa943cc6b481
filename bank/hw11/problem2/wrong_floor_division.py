"""Divides with //. Fails: update_centers_averages_each_cluster.

Says: whole numbers are returned: keep the fractions
"""


# %%
def update_centers(X, labels, k):
    onehot = labels[:, None] == np.arange(k)
    return (onehot.T.astype(float) @ X) // onehot.sum(axis=0)[:, None]
