"""Takes pseudorapidities for angles. Fails: useful_columns_drops_angles_and_constants.

Says: pseudorapidities are no azimuths: keep the names that end in _eta
"""


# %%
def useful_columns(table):
    return [
        n
        for n, v in table.items()
        if n not in ("Weight", "Label") and not n.endswith(("_phi", "_eta")) and v.min() < v.max()
    ]
