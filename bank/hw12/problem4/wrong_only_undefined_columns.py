"""Takes −999 for the only constant. Fails: useful_columns_drops_angles_and_constants.

Says: −999 is not the only constant: PRI_jet_num is 1 in every event
"""


# %%
def useful_columns(table):
    return [
        n
        for n, v in table.items()
        if n not in ("Weight", "Label") and not n.endswith("_phi") and not np.all(v == -999)
    ]
