"""Forgets that weight and label are no features. Fails: useful_columns_drops_angles_and_constants.

Says: Weight and Label are no features: leave them out
"""


# %%
def useful_columns(table):
    return [n for n, v in table.items() if not n.endswith("_phi") and v.min() < v.max()]
