"""Returns the columns with their values. Fails: useful_columns_drops_angles_and_constants.

Says: return the names alone, not a table
"""


# %%
def useful_columns(table):
    return {
        n: v
        for n, v in table.items()
        if n not in ("Weight", "Label") and not n.endswith("_phi") and v.min() < v.max()
    }
