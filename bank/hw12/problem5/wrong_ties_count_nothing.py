"""Ignores equal scores. Fails: inverse_test_swaps_the_roles.

Says: pairs with equal scores count one half
"""


# %%
def inverse_test(a, b):
    def auc(normal, anomalous):
        above = anomalous[:, None] - normal[None, :]
        return np.mean(above > 0)

    return auc(a[0], a[1]), auc(b[1], b[0])
