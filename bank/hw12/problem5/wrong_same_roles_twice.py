"""Takes QCD as normal both times. Fails: inverse_test_swaps_the_roles.

Says: in b the tops are normal
"""


# %%
def inverse_test(a, b):
    def auc(normal, anomalous):
        above = anomalous[:, None] - normal[None, :]
        return np.mean(above > 0) + np.mean(above == 0) / 2

    return auc(a[0], a[1]), auc(b[0], b[1])
