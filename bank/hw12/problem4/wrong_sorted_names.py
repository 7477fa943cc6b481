"""Sorts the names. Fails: useful_columns_drops_angles_and_constants.

Says: the order is lost in a set, or by sorting
"""


# %%
def useful_columns(table):
    return sorted(
        n
        for n, v in table.items()
        if n not in ("Weight", "Label") and not n.endswith("_phi") and v.min() < v.max()
    )
