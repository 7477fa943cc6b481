"""Takes the centre with the largest scalar product, without its own length. Fails: assign_clusters_picks_the_nearest_center.

Says: largest scalar product, which prefers centres far from the origin
"""


# %%
def assign_clusters(X, centers):
    # |x - c|^2 = |x|^2 - 2 x.c + |c|^2 is smallest where x.c is largest
    return np.argmax(X @ centers.T, axis=1)
