"""Takes a for the network that knows tops. Fails: inverse_test_swaps_the_roles.

Says: a and b are exchanged
"""


# %%
def inverse_test(a, b):
    def auc(normal, anomalous):
        above = anomalous[:, None] - normal[None, :]
        return np.mean(above > 0) + np.mean(above == 0) / 2

    return auc(b[0], b[1]), auc(a[1], a[0])
