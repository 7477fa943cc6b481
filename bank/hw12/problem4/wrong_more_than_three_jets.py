"""Begins the last table at four jets. Fails: split_by_jets_keeps_each_event_together.

Says: more than three jets: three belong to the last table as well
"""


# %%
def split_by_jets(table):
    jets = table["PRI_jet_num"]
    masks = [jets == 0, jets == 1, jets == 2, jets > 3]
    return [{name: values[mask] for name, values in table.items()} for mask in masks]
