"""Returns a set. Fails: useful_columns_drops_angles_and_constants.

Says: a set has no order: return a list
"""


# %%
def useful_columns(table):
    return {
        n
        for n, v in table.items()
        if n not in ("Weight", "Label") and not n.endswith("_phi") and v.min() < v.max()
    }
