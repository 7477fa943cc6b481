"""Drops every name with phi in it. Fails: useful_columns_drops_angles_and_constants.

Says: DER_met_phi_centrality only has phi in its middle: ask how a name ends
"""


# %%
def useful_columns(table):
    return [
        n
        for n, v in table.items()
        if n not in ("Weight", "Label") and "phi" not in n and v.min() < v.max()
    ]
