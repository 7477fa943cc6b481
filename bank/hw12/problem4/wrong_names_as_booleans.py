"""Returns a flag for each column. Fails: useful_columns_drops_angles_and_constants.

Says: return the names, not True/False
"""


# %%
def useful_columns(table):
    return [
        name not in ("Weight", "Label") and not name.endswith("_phi") and bool(np.ptp(v) > 0)
        for name, v in table.items()
    ]
