"""Turns an AUC below one half around. Fails: inverse_test_swaps_the_roles.

Says: below one half is turned around
"""


# %%
def inverse_test(a, b):
    def auc(normal, anomalous):
        above = anomalous[:, None] - normal[None, :]
        found = np.mean(above > 0) + np.mean(above == 0) / 2
        return max(found, 1 - found)

    return auc(a[0], a[1]), auc(b[1], b[0])
