"""Takes a small spread for none. Fails: useful_columns_drops_angles_and_constants.

Says: a small spread is a spread: compare the values with each other
"""


# %%
def useful_columns(table):
    return [
        n
        for n, v in table.items()
        if n not in ("Weight", "Label") and not n.endswith("_phi") and v.std() > 1e-4
    ]
