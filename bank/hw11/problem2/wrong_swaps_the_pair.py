"""Returns centres and labels in the other order. Fails: run_kmeans_repeats_both_steps.

Says: centers and labels are exchanged
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    c = init_centers.astype(float)
    for _ in range(n_steps):
        a = assign_clusters(X, c)
        m = update_centers(X, a, len(c))
        c = np.where(np.isnan(m), c, m)
    return c, a
