"""Compares the first with the last value. Fails: useful_columns_drops_angles_and_constants.

Says: one event that differs is enough: look at all events
"""


# %%
def useful_columns(table):
    return [
        n
        for n, v in table.items()
        if n not in ("Weight", "Label") and not n.endswith("_phi") and v[0] != v[-1]
    ]
