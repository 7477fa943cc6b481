"""Asks whether the standard deviation is above zero. Fails: useful_columns_drops_angles_and_constants.

Says: the spread of equal numbers is not always exactly 0
"""


# %%
def useful_columns(table):
    return [
        n
        for n, v in table.items()
        if n not in ("Weight", "Label") and not n.endswith("_phi") and v.std() > 0
    ]
