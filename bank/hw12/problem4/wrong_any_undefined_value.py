"""Drops a column where any value is undefined. Fails: useful_columns_drops_angles_and_constants.

Says: a column that is undefined in some events only stays
"""


# %%
def useful_columns(table):
    return [
        n
        for n, v in table.items()
        if n not in ("Weight", "Label")
        and not n.endswith("_phi")
        and np.ptp(v) > 0
        and not np.any(v == -999)
    ]
