"""Compares one network with the other. Fails: inverse_test_swaps_the_roles.

Says: each AUC comes from one network
"""


# %%
def inverse_test(a, b):
    def auc(normal, anomalous):
        above = anomalous[:, None] - normal[None, :]
        return np.mean(above > 0) + np.mean(above == 0) / 2

    return auc(a[0], b[0]), auc(a[1], b[1])
