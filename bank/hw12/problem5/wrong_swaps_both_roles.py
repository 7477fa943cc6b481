"""Takes tops as normal both times. Fails: inverse_test_swaps_the_roles.

Says: it is a that has QCD as normal
"""


# %%
def inverse_test(a, b):
    def auc(normal, anomalous):
        above = anomalous[:, None] - normal[None, :]
        return np.mean(above > 0) + np.mean(above == 0) / 2

    return auc(a[1], a[0]), auc(b[1], b[0])
