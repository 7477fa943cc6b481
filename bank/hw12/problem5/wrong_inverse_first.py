"""Returns the inverse first. Fails: inverse_test_swaps_the_roles.

Says: the two are in the other order
"""


# %%
def inverse_test(a, b):
    def auc(normal, anomalous):
        above = anomalous[:, None] - normal[None, :]
        return np.mean(above > 0) + np.mean(above == 0) / 2

    return auc(b[1], b[0]), auc(a[0], a[1])
